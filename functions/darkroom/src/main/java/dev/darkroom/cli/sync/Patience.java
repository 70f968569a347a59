package dev.darkroom.cli.sync;

import dev.darkroom.events.FailureCode;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

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

    /** Whether it failed before this run, and nobody has asked for it since. */
    boolean failedBefore(String key, ImageView image) {
        return image.attempts() == askedBefore.getOrDefault(key, -1)
                && image.targets().values().stream().anyMatch(each -> each.attempt() != null);
    }

    /** How all images stand that are waited for: for space they are waited for as long as another of them gets on. */
    List<Outcome> judge(List<Outcome> outcomes, Map<String, ImageView> images) {
        Set<String> getOn = outcomes.stream()
                .filter(outcome -> !lacksSpace(outcome))
                .map(outcome -> judge(outcome, images.get(outcome.key())))
                .filter(Outcome::pending)
                .map(Outcome::key)
                .collect(Collectors.toSet());
        return outcomes.stream()
                .map(outcome -> {
                    ImageView image = images.get(outcome.key());
                    if (lacksSpace(outcome) && getOn.stream().anyMatch(key -> !key.equals(outcome.key()))) {
                        askedBefore.put(outcome.key(), image.attempts());
                        return outcome;
                    }
                    return judge(outcome, image);
                })
                .toList();
    }

    private static boolean lacksSpace(Outcome outcome) {
        return outcome.pending() && FailureCode.NO_SPACE.label().equals(outcome.code());
    }

    /** @param image null when the registry does not know it yet */
    private Outcome judge(Outcome outcome, ImageView image) {
        if (attempts == 0
                || !outcome.pending()
                || image == null
                || image.targets().get(outcome.target()) == null) {
            return outcome;
        }
        return exhausted(outcome.key(), outcome.target(), image.targets().get(outcome.target()))
                ? outcome.givenUp()
                : outcome;
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
