package dev.darkroom.convert;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How images are converted, and what qemu-img may use for it. */
@ConfigMapping(prefix = "darkroom.convert")
public interface ConvertConfig {

    /** How many images are converted at the same time. */
    @WithDefault("2")
    int concurrency();

    /** How long one conversion may take; one that takes longer is ended and asked for again later. */
    @WithDefault("2h")
    Duration deadline();

    /** The address space that qemu-img may have, which is more than the memory that it uses. */
    @WithDefault("1G")
    MemorySize memory();

    /** How many files qemu-img may have open. */
    @WithDefault("64")
    int openFiles();

    /** How many bytes of virtual size give a conversion one second of processor time. */
    @WithDefault("20M")
    MemorySize bytesPerCpuSecond();

    /** The least processor time that a conversion may use. */
    @WithDefault("60s")
    Duration leastCpu();

    /** The most processor time that a conversion may use, however large the disk is. */
    @WithDefault("1h")
    Duration mostCpu();

    /** The processor time that looking at an image may use. */
    @WithDefault("2s")
    Duration infoCpu();

    /** How long looking at an image may take; on a machine that has no time for it, it is tried again later. */
    @WithDefault("10s")
    Duration infoDeadline();
}
