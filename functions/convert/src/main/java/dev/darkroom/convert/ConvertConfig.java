package dev.darkroom.convert;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How images are converted, and what qemu-img may use for it. */
@ConfigMapping(prefix = "darkroom.convert")
public interface ConvertConfig {

    /** How many images are converted at the same time, at most 16; qemu-img uses several processors for one. */
    @WithDefault("1")
    int concurrency();

    /** How long one conversion may take; one that takes longer is ended and asked for again later. */
    @WithDefault("2h")
    Duration deadline();

    /** The address space that qemu-img may have, which is more than the memory that it uses. */
    @WithDefault("1G")
    MemorySize memory();

    /** The most processor time that a conversion may use, however large the disk is. */
    @WithDefault("90m")
    Duration mostCpu();
}
