package dev.darkroom.registry.known;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetAnnounced;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How an image stands at a known target: computed from the facts, never kept.
 *
 * <p>What catalogues have left out before anybody had its bytes has failed, in that nothing more happens by itself. What they have
 * left out later has failed where it is lacking, as soon as no request for it is under way any more: it is not finished until then.
 *
 * <p>An image that is there, but of which its catalogue demands signatures that nobody has found, is asked for in its format, as
 * if it were not there: fetch proves its source, which takes a download, and the target finds the bytes and takes nothing but
 * the proof. Meanwhile, and when the proof fails, it can be used as before: it is the same bytes. It is proved when its target
 * says so, or as soon as fetch has proved the very source that it was made of and all stages before the target are done with
 * that: so it ends also where the target's function keeps no proofs.
 *
 * @param target  where
 * @param status  how far it is
 * @param ready   the image there; null when there is none that can be used
 * @param failure the failure that still counts; null when there is none
 * @param bytes   whether it is to be asked for in its format: it is lacking there, or not proved
 * @param repair  whether it is to be asked for under its ID, because of its metadata
 */
public record Standing(
        TargetAnnounced target, Status status, Ready ready, Failure failure, boolean bytes, boolean repair) {

    static Standing of(Dossier dossier, TargetAnnounced target) {
        if (dossier.wish() instanceof Wish.Withdrawn) {
            return new Standing(target, Status.FAILED, null, null, false, false);
        }
        Standing wanted = wanted(dossier, target);
        return dossier.wish() instanceof Wish.Dropped ? wanted.dropped(dossier.tries()) : wanted;
    }

    private static Standing wanted(Dossier dossier, TargetAnnounced target) {
        Ready ready = dossier.placement(target.target()).ready();
        boolean presented = presented(dossier, ready);
        boolean proved = ready != null && proved(dossier, ready);
        if (presented && proved) {
            return new Standing(target, Status.READY, ready, null, false, false);
        }
        Failure ofRepair = counting(dossier, Scope.of(target.target()));
        // A repair needs no bytes: what befell those does not stop it.
        Failure ofBytes = proved ? ofRepair : ofBytes(dossier, target, ofRepair);
        boolean repair = ready != null && !presented && isOpen(ofRepair);
        Failure failure = repair && !isOpen(ofBytes) ? ofRepair : ofBytes;
        TargetAnnounced.Problem problem = target.problem();
        if (problem != null) {
            Status status = problem.code().retryable() ? Status.WAITING : Status.FAILED;
            return new Standing(target, status, ready, failure, false, false);
        }
        if (!isOpen(failure)) {
            return new Standing(target, Status.FAILED, ready, failure, false, false);
        }
        boolean bytes = dossier.entry() != null && !proved && isOpen(ofBytes);
        return new Standing(target, underWay(dossier, target, ready, failure), ready, failure, bytes, repair);
    }

    private Standing dropped(Tries tries) {
        boolean asked = target.problem() == null
                && tries.unfinishedSince() != null
                && tries.asked() > 0
                && tries.promptSince() == null;
        if (asked && !status.finished() && !waitsForRetry(tries)) {
            return new Standing(target, status, ready, failure, false, false);
        }
        return new Standing(target, ready == null ? Status.FAILED : Status.READY, ready, null, false, false);
    }

    /** Whether it is not to come because no catalogue names it any more. */
    public boolean isOver(Dossier dossier) {
        return dossier.wish().over() && status == Status.FAILED;
    }

    /** Whether it is to be asked for: something of it is wanted, has not failed for good, and the target can be used. */
    public boolean open() {
        return bytes || repair;
    }

    /** Whether it is ready where its metadata could be repaired now, if they were others than they are known to be. */
    boolean repairable(Dossier dossier) {
        return status == Status.READY && target.problem() == null && dossier.wish() instanceof Wish.Named;
    }

    /** Whether nothing happens before somebody does something, or the target can be used again. */
    boolean rests() {
        return status.finished() || target.problem() != null;
    }

    /** Whether the failure is the answer to the last request: nobody has asked again since. */
    public boolean waitsForRetry(Tries tries) {
        return failure != null && !failure.terminal() && answersLatest(failure, tries);
    }

    /** Whether what failed did so at the target itself, and not on the way to all of them. */
    boolean failedThere(Map<Scope, Failure> failures) {
        return failure != null && failure.equals(failures.get(Scope.of(target.target())));
    }

    private static boolean answersLatest(Failure failure, Tries tries) {
        return failure.attempt() >= tries.latest();
    }

    private static boolean presented(Dossier dossier, Ready ready) {
        return ready != null
                && (dossier.entry() == null || dossier.entry().presentation().equals(ready.presentation()));
    }

    static boolean proved(Dossier dossier, Ready ready) {
        if (dossier.entry() == null || dossier.entry().signers().isMetBy(ready.verified())) {
            return true;
        }
        Proved proved = dossier.stages().proved();
        return proved != null
                && proved.isOf(ready.source(), dossier.entry().signers())
                && dossier.stages().convertedTo(ready.diskFormat()) >= proved.attempt();
    }

    private static boolean isOpen(Failure failure) {
        return failure == null || !failure.terminal();
    }

    private static Failure counting(Dossier dossier, Scope scope) {
        Failure failure = dossier.failures().get(scope);
        return failure == null || failure.forgiven() ? null : failure;
    }

    private static Failure ofBytes(Dossier dossier, TargetAnnounced target, Failure here) {
        if (dossier.entry() == null) {
            return here;
        }
        DiskFormat format = dossier.entry().spec().formatAt(target.wants());
        return Stream.of(here, counting(dossier, Scope.of(format)), counting(dossier, Scope.ALL))
                .filter(Objects::nonNull)
                .reduce((a, b) -> a.terminal() == b.terminal() ? higher(a, b) : a.terminal() ? a : b)
                .orElse(null);
    }

    private static Failure higher(Failure a, Failure b) {
        return a.outranks(b) ? a : b;
    }

    private static Status underWay(Dossier dossier, TargetAnnounced target, Ready ready, Failure failure) {
        Tries tries = dossier.tries();
        boolean retryIsDue = failure != null && answersLatest(failure, tries);
        if (tries.asked() == 0 || tries.promptSince() != null || retryIsDue || dossier.entry() == null) {
            return Status.WAITING;
        }
        if (ready != null) {
            return Status.UPDATING;
        }
        DiskFormat format = dossier.entry().spec().formatAt(target.wants());
        if (dossier.stages().convertedTo(format) >= tries.latest()) {
            return Status.UPLOADING;
        }
        return dossier.stages().fetched() >= tries.latest() ? Status.CONVERTING : Status.FETCHING;
    }
}
