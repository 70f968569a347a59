package dev.darkroom.fetch;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How sources are fetched. */
@ConfigMapping(prefix = "darkroom.fetch")
public interface FetchConfig {

    /** How many images are fetched at the same time, at most 16. */
    @WithDefault("4")
    int concurrency();

    /** How long an origin may send nothing, before its answer and within it; over five times as long it must send 1 KiB each second. */
    @WithDefault("60s")
    Duration stallTimeout();

    /** How long the fetch of one image may take, not counting waits for space (10 minutes each) and for the turn to unpack; after that it is asked for again, and goes on behind what has come. */
    @WithDefault("6h")
    Duration deadline();

    /** How many requests in a row may fail without a further byte, before the image fails and is asked for again later. */
    @WithDefault("5")
    int attempts();

    /** The most bytes that one source may have as downloaded. */
    @WithDefault("20G")
    MemorySize maxDownload();

    /** The most bytes that one source may have after decompression, holes included. */
    @WithDefault("100G")
    MemorySize maxDecompressed();

    /** The largest disk that an image may make a machine see. */
    @WithDefault("100G")
    MemorySize maxVirtualSize();

    /** The most bytes that one compressed byte may become, zeros not counted. */
    @WithDefault("200")
    int maxRatio();

    /** The most memory for the window or dictionary of a decoder; those of xz and zstd take it in turn. */
    @WithDefault("128M")
    MemorySize decoderMemory();
}
