package dev.darkroom.registry.query;

import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.store.Targets;
import java.util.SortedMap;

/**
 * A target, as it is shown.
 *
 * @param diskFormat the format that it wants; null: each image's own
 * @param problem    why it cannot be published to; null when it can
 * @param since      since when it is as it is, RFC 3339
 * @param images     status to number of images
 */
public record TargetView(
        String name,
        String kind,
        String diskFormat,
        String location,
        String project,
        Problem problem,
        String since,
        SortedMap<String, Long> images) {

    /** Why it cannot be published to, by code and in a sentence. */
    public record Problem(String code, boolean retryable, String message) {}

    static TargetView of(Targets.Known known, SortedMap<String, Long> images) {
        var target = known.target();
        return new TargetView(
                target.target().value(),
                target.kind(),
                target.wants().map(Object::toString).orElse(null),
                target.location(),
                target.project(),
                target.problem() == null
                        ? null
                        : new Problem(
                                target.problem().code().label(),
                                target.problem().code().retryable(),
                                target.problem().message()),
                known.since().toString(),
                images);
    }

    /** Whether anybody publishes to it: it was not only left behind by an earlier process. */
    public boolean served() {
        return problem == null || !Retirement.isOf(problem.code());
    }
}
