package dev.darkroom.convert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether qemu-img may run less confined than it could be. */
@ConfigMapping(prefix = "darkroom")
public interface SandboxConfig {

    /**
     * {@code prefer}: where the full sandbox does not work, as in many containers, qemu-img runs under resource limits
     * alone; {@code require}: Darkroom does not start there.
     */
    @WithDefault("prefer")
    Policy sandbox();

    /** What to do where the full sandbox does not work. */
    enum Policy {
        PREFER,
        REQUIRE
    }
}
