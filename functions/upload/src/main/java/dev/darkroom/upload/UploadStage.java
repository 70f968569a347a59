package dev.darkroom.upload;

import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageReady;
import dev.darkroom.staging.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The shell around work on one image at several targets: each target fails or succeeds on its own, and all at once. */
public final class UploadStage {
    /** What may be wrong with the target as a whole, and not with the image. */
    private static final Set<FailureCode> OF_THE_TARGET = EnumSet.of(
            FailureCode.TARGET_UNKNOWN,
            FailureCode.TARGET_UNAUTHORIZED,
            FailureCode.TARGET_UNAVAILABLE,
            FailureCode.NO_SPACE);

    private final Stage stage;
    private final SideBySide sideBySide;
    private final AnnounceTargets announcing;

    UploadStage(Stage stage, SideBySide sideBySide, AnnounceTargets announcing) {
        this.stage = stage;
        this.sideBySide = sideBySide;
        this.announcing = announcing;
    }

    /** What is to be done at one target, which the work names. */
    record Piece(Stage.Work work, Supplier<ImageReady> step) {}

    /** Does all of them, and returns when each has said how it ended. */
    void run(List<Piece> pieces) {
        sideBySide.run(pieces.stream()
                .<Supplier<Event>>map(piece -> () -> attempt(piece))
                .toList());
    }

    private Event attempt(Piece piece) {
        return stage.attempt(piece.work(), () -> step(piece));
    }

    /**
     * An image does not fail for good because of its target: what ails that it says itself, and the image is asked for again
     * when it can be used. If it can, then the refusal has passed already, or it is about this image: the second says which.
     */
    private ImageReady step(Piece piece) {
        TargetWatch watch = announcing.over(piece.work().target());
        watch.requireNotIll();
        try {
            return piece.step().get();
        } catch (FailureException e) {
            if (!OF_THE_TARGET.contains(e.code())) {
                throw e;
            }
            if (e.code().retryable()) {
                watch.recheck();
                throw e;
            }
            if (watch.announce()) {
                return piece.step().get();
            }
            throw new FailureException(FailureCode.TARGET_UNAVAILABLE, e.getMessage(), e);
        }
    }
}
