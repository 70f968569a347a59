package dev.darkroom.cli.sync;

import dev.darkroom.events.FailureCode;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/**
 * How long to wait for what goes wrong in a way that may pass. Only what goes wrong from now on counts: what was tried
 * before, by an earlier run, is forgiven.
 */
public final class Patience {
    /** How long a target may be unavailable. */
    private static final Duration FOR_TARGETS = Duration.ofMinutes(2);

    private final int attempts;
    private final LongSupplier nanos;
    private final Map<String, Integer> askedBefore = new HashMap<>();
    private final Map<String, Long> unavailableSince = new HashMap<>();

    /**
     * @param attempts how often an image may fail; 0: as often as it likes
     * @param nanos    a clock that only runs forward
     */
    public Patience(int attempts, LongSupplier nanos) {
        this.attempts = attempts;
        this.nanos = nanos;
    }

    /** Takes down how often each image has been asked for so far. */
    public void forgive(SortedMap<String, ImageView> images) {
        images.forEach((key, image) -> askedBefore.put(key, image.attempts()));
    }

    /**
     * @param image   null when the registry does not know it yet
     * @param waiting how all images stand that are waited for: while one of them gets on, another has room in the end
     */
    Outcome judge(Outcome outcome, ImageView image, List<Outcome> waiting) {
        if (attempts == 0
                || !outcome.pending()
                || image == null
                || image.targets().get(outcome.target()) == null) {
            return outcome;
        }
        if (lacksSpace(outcome) && waiting.stream().anyMatch(each -> each.pending() && !lacksSpace(each))) {
            askedBefore.put(outcome.key(), image.attempts());
            return outcome;
        }
        return exhausted(outcome.key(), outcome.target(), image.targets().get(outcome.target()))
                ? outcome.givenUp()
                : outcome;
    }

    private static boolean lacksSpace(Outcome outcome) {
        return FailureCode.NO_SPACE.label().equals(outcome.code());
    }

    private boolean exhausted(String key, String target, PlacementView placement) {
        if (placement.code() == null) {
            unavailableSince.remove(target);
            return false;
        }
        if (placement.attempt() == null) { // It is the target that has a problem.
            long since = unavailableSince.computeIfAbsent(target, any -> nanos.getAsLong());
            return nanos.getAsLong() - since > FOR_TARGETS.toNanos();
        }
        return placement.attempt() - askedBefore.getOrDefault(key, 0) + 1 >= attempts;
    }
}
