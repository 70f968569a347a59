package dev.darkroom.staging;

import dev.darkroom.events.Demand;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is demanded of every image: by the stage that fetches it, and by the one that publishes what was fetched before. */
@ConfigMapping(prefix = "darkroom")
public interface DemandConfig {

    /**
     * What every image must have: {@code none} (what its catalogue names is verified all the same), {@code checksum} (a
     * sha256 or sha512), {@code require} (that, signed).
     */
    @WithDefault("none")
    Demand verify();
}
