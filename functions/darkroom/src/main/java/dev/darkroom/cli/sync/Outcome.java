package dev.darkroom.cli.sync;

import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import java.util.Locale;

/**
 * How one image stands at one target, as somebody sees it who waits for it.
 *
 * @param status  the registry's word for it
 * @param id      the image's ID there; null while there is none
 * @param code    why it is not ready; null when nothing is wrong
 * @param message the same in a sentence
 * @param retryAt when it is tried again, RFC 3339; null when that is not known
 */
public record Outcome(
        String key, String target, State state, String status, String id, String code, String message, String retryAt) {
    /** Whether there is something to wait for. */
    public enum State {
        PENDING,
        READY,
        FAILED,
        /** It keeps failing in a way that may pass; it is tried again, but nobody waits for it here. */
        GIVEN_UP,
        /** The catalogue's entry was refused: the registry keeps what it knew before. */
        REFUSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** An entry that the registry did not take. */
    public static Outcome refused(String key, String target, String code, String message) {
        return new Outcome(key, target, State.REFUSED, "refused", null, code, message, null);
    }

    /** @param image null: the registry does not know the key yet */
    public static Outcome of(String key, ImageView image, String target) {
        PlacementView placement = image == null ? null : image.targets().get(target);
        if (placement == null) {
            return new Outcome(key, target, State.PENDING, Status.WAITING.label(), null, null, null, null);
        }
        return new Outcome(
                key,
                target,
                state(placement.status()),
                placement.status(),
                placement.id(),
                placement.code(),
                placement.message(),
                placement.retryAt());
    }

    Outcome givenUp() {
        return new Outcome(key, target, State.GIVEN_UP, status, id, code, message, retryAt);
    }

    public boolean pending() {
        return state == State.PENDING;
    }

    private static State state(String status) {
        if (status.equals(Status.READY.label())) {
            return State.READY;
        }
        return status.equals(Status.FAILED.label()) ? State.FAILED : State.PENDING;
    }
}
