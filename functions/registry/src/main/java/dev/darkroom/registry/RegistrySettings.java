package dev.darkroom.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the registry asks and answers. */
@ConfigMapping(prefix = "darkroom.registry")
public interface RegistrySettings {
    /** How long to wait after the first failure in a row before an image is asked for again. */
    @WithDefault("2s")
    Duration retryInitial();

    /** The longest wait between two requests for an image that keeps failing; an origin or a cloud may ask for more. */
    @WithDefault("1h")
    Duration retryCap();

    /** After how much silence an image that is under way is asked for again, when nothing else is worked on either. */
    @WithDefault("30m")
    Duration stalledAfter();

    /** After how much silence an image is asked for again that was under way before a restart. */
    @WithDefault("1m")
    Duration restartGrace();

    /** How long a question with `wait` may wait at most. */
    @WithDefault("30m")
    Duration longestWait();
}
