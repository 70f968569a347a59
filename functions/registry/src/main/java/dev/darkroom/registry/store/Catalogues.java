package dev.darkroom.registry.store;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Topic;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** The catalogues that were admitted, as they last were. */
public final class Catalogues {
    /** So many refused entries of a part are kept whole; of the others, which and their codes. An event said each whole. */
    private static final int WHOLE = 200;

    private static final String BRIEFLY = "one of many: its reason is in " + Topic.FAILED.address();

    private final Sql sql;

    Catalogues(Sql sql) {
        this.sql = sql;
    }

    /**
     * A part of a catalogue.
     *
     * @param revision     how often it was admitted
     * @param event        the id of the event that published it last
     * @param content      the id that its content gives it: the same as long as it says the same
     * @param images       how many good images it named
     * @param refused      all of its entries that were refused: the first as they were said, the others without field and value
     */
    public record Part(
            int part,
            int revision,
            UUID event,
            UUID content,
            Instant admittedAt,
            int images,
            List<CatalogueRefused> refused) {}

    /**
     * How far a part is.
     *
     * @param number how often it was admitted
     * @param event  the id of the event that published it last
     */
    public record Revision(int number, UUID event) {}

    /**
     * Keeps what a part says now.
     *
     * @param images the good ones; one that it has named before, and whose entry is bad now, is named as well
     * @param good   how many of them were not refused for what is known of their keys
     * @return the images that it has named until now, and names no more
     */
    public Set<ImageKey> admit(
            CatalogueUpdated event,
            UUID id,
            Instant now,
            Set<ImageKey> images,
            int good,
            List<CatalogueRefused> refused) {
        CatalogueName name = event.catalogue();
        int part = event.part();
        int before = revision(name, part).map(Revision::number).orElse(0);
        Set<ImageKey> gone = named("SELECT named FROM catalogue WHERE name = ? AND part = ?", name, part);
        var named = new TreeSet<>(gone);
        // Of what has too many entries nothing is taken over, nor is anything taken out.
        boolean tooMuch = event.entries() > CatalogueUpdated.MOST_ENTRIES;
        gone.removeIf(key -> tooMuch || event.images().containsKey(key.value()));
        named.removeAll(gone);
        named.addAll(images);
        String kept = JsonText.of(Stream.concat(
                        refused.stream().limit(WHOLE),
                        refused.stream().skip(WHOLE).map(Catalogues::briefly))
                .toList());
        Object[] values = {before + 1, id, event.id(), now, good, JsonText.of(named), kept, name, part};
        if (before == 0) {
            sql.update(
                    "INSERT INTO catalogue (revision, event_id, content, admitted_at, images, named, refused,"
                            + " name, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    values);
        } else {
            sql.update(
                    "UPDATE catalogue SET revision = ?, event_id = ?, content = ?, admitted_at = ?, images = ?,"
                            + " named = ?, refused = ? WHERE name = ? AND part = ?",
                    values);
        }
        return gone;
    }

    /** An entry of a part is refused after it was admitted, unless the part was published anew since. */
    public void refuse(UUID event, CatalogueRefused refused) {
        sql.rows(
                        "SELECT * FROM catalogue WHERE name = ? AND event_id = ?",
                        Catalogues::read,
                        refused.catalogue(),
                        event)
                .forEach(part -> sql.update(
                        "UPDATE catalogue SET images = ?, refused = ? WHERE name = ? AND part = ?",
                        part.images() - 1,
                        JsonText.of(Stream.concat(part.refused().stream(), Stream.of(refused))
                                .toList()),
                        refused.catalogue(),
                        part.part()));
    }

    public List<Part> parts(CatalogueName name) {
        return sql.rows("SELECT * FROM catalogue WHERE name = ? ORDER BY part", Catalogues::read, name);
    }

    /** Without all that was refused; empty when the part was never admitted. */
    public Optional<Revision> revision(CatalogueName name, int part) {
        return sql
                .rows(
                        "SELECT revision, event_id FROM catalogue WHERE name = ? AND part = ?",
                        row -> new Revision(row.number("revision"), row.uuid("event_id")),
                        name,
                        part)
                .stream()
                .findFirst();
    }

    /** The images that catalogues name as they are now; one that has been taken out of them is none. */
    public Set<ImageKey> named() {
        return named("SELECT named FROM catalogue");
    }

    /** The same of all catalogues but one. */
    public Set<ImageKey> namedBeside(CatalogueName one) {
        return named("SELECT named FROM catalogue WHERE name <> ?", one);
    }

    private Set<ImageKey> named(String query, Object... values) {
        var named = new TreeSet<ImageKey>();
        sql.rows(query, row -> JsonText.keys(row.text("named")), values).forEach(named::addAll);
        return named;
    }

    private static CatalogueRefused briefly(CatalogueRefused refused) {
        return new CatalogueRefused(refused.catalogue(), refused.entry(), null, null, refused.code(), BRIEFLY);
    }

    private static Part read(Row row) throws SQLException {
        return new Part(
                row.number("part"),
                row.number("revision"),
                row.uuid("event_id"),
                row.uuid("content"),
                row.instant("admitted_at"),
                row.number("images"),
                JsonText.refused(row.text("refused")));
    }
}
