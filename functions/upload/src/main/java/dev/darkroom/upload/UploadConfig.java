package dev.darkroom.upload;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How images are published. */
@ConfigMapping(prefix = "darkroom.upload")
public interface UploadConfig {

    /** How many images are published at the same time, at most 16; each of them goes to all its targets at once. */
    @WithDefault("2")
    int concurrency();

    /** How long a cloud may take no byte of an image that is being sent. */
    @WithDefault("60s")
    Duration stallTimeout();

    /** How long a cloud may take to answer anything but an upload. */
    @WithDefault("60s")
    Duration answerTimeout();

    /** How long a cloud may take to answer after the last byte of an image: it may still be hashing and storing it. */
    @WithDefault("10m")
    Duration storeTimeout();

    /** After how long an image that is still without its bytes counts as abandoned, and is replaced; longer than any upload. */
    @WithDefault("1h")
    Duration staleAfter();

    /** How often a target that cannot be used is tried again. */
    @WithDefault("30s")
    Duration probe();
}
