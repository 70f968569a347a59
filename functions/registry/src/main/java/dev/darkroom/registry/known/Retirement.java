package dev.darkroom.registry.known;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;

/** How a target is announced that nobody serves. */
public final class Retirement {
    public static final Problem NOT_SERVED = new Problem(
            FailureCode.TARGET_RETIRED, "nobody serves it any more; start with --to, or with settings, that name it");

    private Retirement() {}

    public static boolean isOf(TargetAnnounced target) {
        return target.problem() != null && target.problem().code() == NOT_SERVED.code();
    }

    /** @param code why a target, or an image at it, is not ready; null: it is */
    public static boolean isOf(String code) {
        return NOT_SERVED.code().label().equals(code);
    }
}
