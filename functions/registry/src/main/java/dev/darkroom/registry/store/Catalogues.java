package dev.darkroom.registry.store;

import dev.darkroom.events.Alias;
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

    /** What catalogues name, each kind by itself. */
    public record Names(Set<ImageKey> images, Set<Alias> aliases, Set<String> variables) {
        private static Names none() {
            return new Names(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        }

        private void addAll(Names more) {
            images.addAll(more.images);
            aliases.addAll(more.aliases);
            variables.addAll(more.variables);
        }

        private void removeAll(Names some) {
            images.removeAll(some.images);
            aliases.removeAll(some.aliases);
            variables.removeAll(some.variables);
        }

        private void removeEntriesOf(CatalogueUpdated event) {
            images.removeIf(key -> event.images().containsKey(key.value()));
            aliases.removeIf(alias -> event.aliases().containsKey(alias.value()));
            variables.removeIf(variable -> event.wiring().containsKey(variable));
        }
    }

    /**
     * Keeps what a part says now.
     *
     * @param names what its good entries name; what it has named before, and whose entry is bad now, is named as well
     * @param good  how many of the images were not refused for what is known of their keys
     * @return what it has named until now, and names no more
     */
    public Names admit(
            CatalogueUpdated event, UUID id, Instant now, Names names, int good, List<CatalogueRefused> refused) {
        CatalogueName name = event.catalogue();
        int part = event.part();
        int before = revision(name, part).map(Revision::number).orElse(0);
        Names named = names("SELECT named FROM catalogue WHERE name = ? AND part = ?", name, part);
        Names gone = Names.none();
        // Of what has too many entries nothing is taken over, nor is anything taken out.
        if (event.entries() <= CatalogueUpdated.MOST_ENTRIES) {
            gone.addAll(named);
            gone.removeEntriesOf(event);
        }
        named.removeAll(gone);
        named.addAll(names);
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
        return names().images();
    }

    /** The same of all catalogues but one. */
    public Set<ImageKey> namedBeside(CatalogueName one) {
        return names("SELECT named FROM catalogue WHERE name <> ?", one).images();
    }

    /** All that catalogues name as they are now. */
    public Names names() {
        return names("SELECT named FROM catalogue");
    }

    private Names names(String query, Object... values) {
        Names names = Names.none();
        sql.rows(query, row -> JsonText.names(row.text("named")), values).forEach(names::addAll);
        return names;
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
