package dev.darkroom.registry;

import dev.darkroom.events.TargetName;

/** Which targets the uploader in this very process publishes to, if there is one. */
@FunctionalInterface
public interface ServedHere {
    boolean serves(TargetName target);
}
