package dev.darkroom.registry.known;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetAnnounced;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How an image stands at a known target: computed from the facts, never kept.
 *
 * @param target    where
 * @param status    how far it is
 * @param ready     the image there; null when there is none that can be used
 * @param failure   the failure that still counts; null when there is none
 * @param open      whether it is to be asked for: it is wanted, has not failed for good, and the target can be used
 */
public record Standing(TargetAnnounced target, Status status, Ready ready, Failure failure, boolean open) {

    static Standing of(Dossier dossier, TargetAnnounced target) {
        Ready ready = dossier.placement(target.target()).ready();
        if (fulfilled(dossier, ready)) {
            return new Standing(target, Status.READY, ready, null, false);
        }
        Failure failure = failure(dossier, target, ready);
        TargetAnnounced.Problem problem = target.problem();
        if (problem != null) {
            Status status = problem.code().retryable() ? Status.WAITING : Status.FAILED;
            return new Standing(target, status, ready, failure, false);
        }
        if (failure != null && failure.terminal()) {
            return new Standing(target, Status.FAILED, ready, failure, false);
        }
        return new Standing(target, underWay(dossier, target, ready, failure), ready, failure, dossier.entry() != null);
    }

    /** Whether the failure is the answer to the last request: nobody has asked again since. */
    public boolean waitsForRetry(Tries tries) {
        return failure != null && !failure.terminal() && failure.attempt() >= tries.latest();
    }

    private static boolean fulfilled(Dossier dossier, Ready ready) {
        return ready != null
                && (dossier.entry() == null || dossier.entry().presentation().equals(ready.presentation()));
    }

    private static Failure failure(Dossier dossier, TargetAnnounced target, Ready ready) {
        Failure here = dossier.failures().get(Scope.of(target.target()));
        if (ready != null || dossier.entry() == null) {
            return counts(here) ? here : null; // A repair needs no bytes: what befell those does not stop it.
        }
        DiskFormat format = dossier.entry().spec().formatAt(target.wants());
        return Stream.of(
                        here,
                        dossier.failures().get(Scope.of(format)),
                        dossier.failures().get(Scope.ALL))
                .filter(Standing::counts)
                .reduce((a, b) -> a.terminal() == b.terminal() ? higher(a, b) : a.terminal() ? a : b)
                .orElse(null);
    }

    private static boolean counts(Failure failure) {
        return failure != null && !failure.forgiven();
    }

    private static Failure higher(Failure a, Failure b) {
        return a.outranks(b) ? a : b;
    }

    private static Status underWay(Dossier dossier, TargetAnnounced target, Ready ready, Failure failure) {
        Tries tries = dossier.tries();
        boolean retryIsDue = failure != null && failure.attempt() >= tries.latest();
        if (tries.asked() == 0 || tries.prompt() != null || retryIsDue || dossier.entry() == null) {
            return Status.WAITING;
        }
        if (ready != null) {
            return Status.UPDATING;
        }
        DiskFormat format = Objects.requireNonNull(dossier.entry()).spec().formatAt(target.wants());
        if (dossier.stages().convertedTo(format) >= tries.latest()) {
            return Status.UPLOADING;
        }
        return dossier.stages().fetched() >= tries.latest() ? Status.CONVERTING : Status.FETCHING;
    }
}
