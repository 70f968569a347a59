package dev.darkroom.registry.query;

import dev.darkroom.events.Proof;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Failure;
import dev.darkroom.registry.known.Ready;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.known.Standing;
import dev.darkroom.registry.known.Status;
import java.time.Instant;
import java.util.List;

/**
 * One image at one target, as it is shown.
 *
 * @param status    how far it is
 * @param id        the image's ID there; null while there is none that can be used
 * @param verified  what its source was verified by when it came: a checksum's algorithm, who signed it
 * @param updatedAt since when it is ready there, RFC 3339
 * @param code      why it is not ready: the failure that counts, the target's problem, or {@code withdrawn}; null when there is
 *                  nothing to say
 * @param stage     the function that failed
 * @param message   the same in a sentence
 * @param attempt   which request it answers; 0 for the first
 * @param retryAt   when it is asked for again, RFC 3339; null when that is not known
 */
public record PlacementView(
        String status,
        String id,
        Integer generation,
        String diskFormat,
        Long size,
        String sha512,
        List<String> verified,
        String updatedAt,
        String code,
        String stage,
        String message,
        Integer attempt,
        String retryAt) {

    /** The code of what is not to come, because no catalogue names it any more. */
    public static final String WITHDRAWN = "withdrawn";

    static PlacementView of(Dossier dossier, Standing standing) {
        if (standing.isOver(dossier) && !Retirement.isOf(standing.target())) {
            return withdrawn(dossier, standing);
        }
        Ready ready = standing.ready();
        Failure failure = standing.failure();
        TargetAnnounced.Problem problem =
                standing.status() == Status.READY ? null : standing.target().problem();
        boolean waits = standing.open() && standing.waitsForRetry(dossier.tries());
        return new PlacementView(
                standing.status().label(),
                ready == null ? null : ready.imageId().toString(),
                ready == null ? null : ready.generation(),
                ready == null ? null : ready.diskFormat().label(),
                ready == null ? null : ready.size(),
                ready == null ? null : ready.sha512().hex(),
                ready == null
                        ? null
                        : ready.verified().stream().map(Proof::text).toList(),
                ready == null ? null : ready.at().toString(),
                problem != null
                        ? problem.code().label()
                        : failure == null ? null : failure.code().label(),
                problem != null || failure == null ? null : failure.stage(),
                problem != null ? problem.message() : failure == null ? null : failure.message(),
                problem != null || failure == null ? null : failure.attempt(),
                waits ? text(dossier.tries().dueAt()) : null);
    }

    private static PlacementView withdrawn(Dossier dossier, Standing standing) {
        String words = "no catalogue names it any more" + (dossier.had() ? "" : ", and nobody has had its bytes")
                + ": it is not asked for";
        return new PlacementView(
                standing.status().label(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                WITHDRAWN,
                null,
                words,
                null,
                null);
    }

    /** Whether anybody publishes to the target; of an image that is ready, that is not asked. */
    public boolean served() {
        return !Retirement.isOf(code);
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
