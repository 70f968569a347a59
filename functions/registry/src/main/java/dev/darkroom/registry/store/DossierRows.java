package dev.darkroom.registry.store;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Entry;
import dev.darkroom.registry.known.Failure;
import dev.darkroom.registry.known.Placement;
import dev.darkroom.registry.known.Proved;
import dev.darkroom.registry.known.Ready;
import dev.darkroom.registry.known.Scope;
import dev.darkroom.registry.known.Stages;
import dev.darkroom.registry.known.Tries;
import dev.darkroom.registry.known.Wish;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.UUID;

/** A dossier as rows of its three tables; values in the order of the statements of {@link Dossiers}. */
final class DossierRows {
    private DossierRows() {}

    static Object[] image(Dossier dossier) {
        Wish wish = dossier.wish();
        Entry entry = wish.kept();
        Tries tries = dossier.tries();
        Proved proved = dossier.stages().proved();
        return new Object[] {
            entry == null ? null : JsonText.of(entry.spec()),
            entry == null ? null : entry.first(),
            entry == null ? null : entry.last(),
            entry == null ? null : entry.event(),
            tries.asked(),
            tries.firstAttempt(),
            tries.promptSince(),
            tries.askedAt(),
            tries.heardAt(),
            tries.dueAt(),
            tries.unfinishedSince(),
            dossier.stages().fetched(),
            dossier.stages().text(),
            proved == null ? null : proved.attempt(),
            proved == null ? null : proved.signers(),
            proved == null ? null : proved.source(),
            dossier.settled(),
            wish.over(),
            wish.correction() == null ? null : JsonText.of(StoredCorrection.of(wish.correction())),
            dossier.key()
        };
    }

    static Dossier readImage(
            Row row, ImageKey key, SortedMap<TargetName, Placement> placements, SortedMap<Scope, Failure> failures)
            throws SQLException {
        var tries = new Tries(
                row.number("asked"),
                row.number("first_attempt"),
                row.instant("prompt_since"),
                row.instant("asked_at"),
                row.instant("heard_at"),
                row.instant("due_at"),
                row.instant("unfinished_since"));
        String signers = row.text("proved_demand");
        Proved proved = signers == null
                ? null
                : new Proved(row.number("proved_attempt"), signers, row.value("proved_source", Digest::parse));
        Stages stages = Stages.of(row.number("fetched"), row.text("converted"), proved);
        var named = new Dossier(key, wish(row), tries, stages, placements, failures, row.uuid("settled_event"));
        return row.truth("left_out") ? named.withdraw() : named;
    }

    private static Wish wish(Row row) throws SQLException {
        ImageSpec spec = row.value("spec", JsonText::spec);
        if (spec == null) {
            return Wish.NONE;
        }
        var entry = new Entry(
                spec,
                row.value("first_catalogue", CatalogueName::new),
                row.value("last_catalogue", CatalogueName::new),
                row.uuid("catalogue_event"));
        return new Wish.Named(
                entry, row.value("correction", text -> JsonText.correction(text).entry()));
    }

    /** What a catalogue says, as it is kept in one column. */
    record StoredCorrection(ImageSpec spec, CatalogueName first, CatalogueName last, UUID event) {
        static StoredCorrection of(Entry entry) {
            return new StoredCorrection(entry.spec(), entry.first(), entry.last(), entry.event());
        }

        Entry entry() {
            return new Entry(spec, first, last, event);
        }
    }

    static Object[] placement(ImageKey key, TargetName target, Placement placement) {
        Ready ready = placement.ready();
        Placement.Named named = placement.named();
        Placement.Named gone = placement.gone();
        return new Object[] {
            ready == null ? null : ready.imageId().value(),
            ready == null ? null : ready.generation(),
            ready == null ? null : ready.diskFormat(),
            ready == null ? null : ready.size(),
            ready == null ? null : ready.sha512(),
            ready == null ? null : ready.source(),
            ready == null ? null : Proof.join(ready.verified()),
            ready == null ? null : ready.presentation(),
            ready == null ? null : ready.at(),
            named == null ? null : named.id().value(),
            named == null ? null : named.attempt(),
            gone == null ? null : gone.id().value(),
            gone == null ? null : gone.attempt(),
            key,
            target
        };
    }

    static Placement readPlacement(Row row) throws SQLException {
        UUID id = row.uuid("image_id");
        Ready ready = id == null
                ? null
                : new Ready(
                        new ImageId(id),
                        row.number("generation"),
                        row.value("disk_format", DiskFormat::of),
                        row.large("size"),
                        row.value("sha512", Digest::parse),
                        row.value("source_sha256", Digest::parse),
                        row.value("verified", Proof::parse),
                        row.value("presentation", Digest::parse),
                        row.instant("ready_at"));
        return new Placement(ready, named(row, "named_id", "named_attempt"), named(row, "gone_id", "gone_attempt"));
    }

    static Object[] failure(ImageKey key, Scope scope, Failure failure) {
        return new Object[] {
            failure.attempt(),
            failure.stage(),
            failure.code(),
            failure.message(),
            failure.retryAfter() == null ? null : failure.retryAfter().toSeconds(),
            failure.event(),
            failure.at(),
            failure.forgiven(),
            key,
            scope.text()
        };
    }

    static Failure readFailure(Row row) throws SQLException {
        Long retryAfter = row.largeOrNull("retry_after");
        return new Failure(
                row.number("attempt"),
                row.text("stage"),
                row.value("code", FailureCode::of),
                row.text("message"),
                retryAfter == null ? null : Duration.ofSeconds(retryAfter),
                row.uuid("event_id"),
                row.instant("failed_at"),
                row.truth("forgiven"));
    }

    private static Placement.Named named(Row row, String id, String attempt) throws SQLException {
        UUID uuid = row.uuid(id);
        return uuid == null ? null : new Placement.Named(new ImageId(uuid), row.number(attempt));
    }
}
