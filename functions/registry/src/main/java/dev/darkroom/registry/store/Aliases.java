package dev.darkroom.registry.store;

import dev.darkroom.events.Alias;
import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names that point: aliases at keys, variables at aliases or keys, who pointed them, and what was said of each alias where. */
public final class Aliases {
    private final Sql sql;

    Aliases(Sql sql) {
        this.sql = sql;
    }

    /** What was said last of an alias at a target. */
    public record Said(Alias alias, TargetName target, ImageKey key, ImageId id, Instant at) {}

    /**
     * Where a name points.
     *
     * @param to what it stands for; null for a name that is taken away, which is not kept
     * @param by the catalogue that has pointed it there
     * @param event the id of its event
     */
    public record Pointer<T>(T to, CatalogueName by, UUID event) {}

    /**
     * A name that points elsewhere now.
     *
     * @param before where it pointed; null for a new name
     */
    public record Moved<K, T>(K name, Pointer<T> before, Pointer<T> after) {}

    public SortedMap<Alias, Pointer<ImageKey>> all() {
        return aliases("SELECT * FROM alias");
    }

    public SortedMap<Alias, Pointer<ImageKey>> pointingAt(ImageKey key) {
        return aliases("SELECT * FROM alias WHERE image_key = ?", key);
    }

    /** The aliases that were said to stand for an image at any target, wherever they point by now. */
    public SortedMap<Alias, Pointer<ImageKey>> standingFor(ImageKey key) {
        return aliases("SELECT * FROM alias WHERE alias IN (SELECT alias FROM alias_said WHERE image_key = ?)", key);
    }

    /** The keys that any alias or variable stands for. */
    public Set<ImageKey> standsFor() {
        SortedMap<Alias, Pointer<ImageKey>> aliases = all();
        // A variable that stands for an alias stands for what that does, also where a key had the name before.
        Stream<ImageKey> wired = wiring().values().stream()
                .map(Pointer::to)
                .filter(to -> !aliases.containsKey(new Alias(to)))
                .map(ImageKey::new);
        return Stream.concat(aliases.values().stream().map(Pointer::to), wired).collect(Collectors.toSet());
    }

    private SortedMap<Alias, Pointer<ImageKey>> aliases(String query, Object... values) {
        var all = new TreeMap<Alias, Pointer<ImageKey>>();
        sql.rows(
                query,
                row -> all.put(
                        row.value("alias", Alias::new),
                        new Pointer<>(
                                row.value("image_key", ImageKey::new),
                                row.value("catalogue", CatalogueName::new),
                                row.uuid("event_id"))),
                values);
        return all;
    }

    /** @return the variables, each with the alias or key that it stands for */
    public SortedMap<String, Pointer<String>> wiring() {
        var all = new TreeMap<String, Pointer<String>>();
        sql.rows(
                "SELECT * FROM wiring",
                row -> all.put(
                        row.text("variable"),
                        new Pointer<>(
                                row.text("refers_to"),
                                row.value("catalogue", CatalogueName::new),
                                row.uuid("event_id"))));
        return all;
    }

    /** Points aliases at keys, or takes them away where there is null. @return those that pointed elsewhere before, or nowhere */
    public List<Moved<Alias, ImageKey>> point(Map<Alias, ImageKey> wanted, CatalogueName catalogue, UUID event) {
        return save(all(), wanted, catalogue, event, "alias", "alias", "image_key");
    }

    /** Lets variables stand for aliases or keys. The rest is as with {@link #point}. */
    public List<Moved<String, String>> wire(Map<String, String> wanted, CatalogueName catalogue, UUID event) {
        return save(wiring(), wanted, catalogue, event, "wiring", "variable", "refers_to");
    }

    public List<Said> said() {
        return sql.rows("SELECT * FROM alias_said ORDER BY alias, target", Aliases::readSaid);
    }

    public List<Said> said(Collection<Alias> aliases) {
        return sql.rows(
                "SELECT * FROM alias_said WHERE alias = ANY(?) ORDER BY alias, target", Aliases::readSaid, (Object)
                        aliases.stream().map(Alias::value).toArray(String[]::new));
    }

    public void say(Said said) {
        Object[] values = {said.key(), said.id().value(), said.at(), said.alias(), said.target()};
        if (sql.update(
                        "UPDATE alias_said SET image_key = ?, image_id = ?, moved_at = ? WHERE alias = ? AND target = ?",
                        values)
                == 0) {
            sql.update(
                    "INSERT INTO alias_said (image_key, image_id, moved_at, alias, target) VALUES (?, ?, ?, ?, ?)",
                    values);
        }
    }

    /** Nothing is said any more of an alias at a target. */
    public void forget(Said said) {
        sql.update("DELETE FROM alias_said WHERE alias = ? AND target = ?", said.alias(), said.target());
    }

    private <K, V> List<Moved<K, V>> save(
            Map<K, Pointer<V>> pointers,
            Map<K, V> wanted,
            CatalogueName catalogue,
            UUID event,
            String table,
            String nameColumn,
            String toColumn) {
        var different = new ArrayList<Moved<K, V>>();
        var added = new ArrayList<Object[]>();
        var moved = new ArrayList<Object[]>();
        var gone = new ArrayList<Object[]>();
        wanted.forEach((name, to) -> {
            Pointer<V> before = pointers.get(name);
            if (!Objects.equals(to, before == null ? null : before.to())) {
                if (to == null) {
                    gone.add(new Object[] {name});
                } else {
                    (before == null ? added : moved).add(new Object[] {to, catalogue, event, name});
                }
                different.add(new Moved<>(name, before, new Pointer<>(to, catalogue, event)));
            }
        });
        String named = " WHERE " + nameColumn + " = ?";
        sql.batch(
                "INSERT INTO " + table + " (" + toColumn + ", catalogue, event_id, " + nameColumn
                        + ") VALUES (?, ?, ?, ?)",
                added);
        sql.batch("UPDATE " + table + " SET " + toColumn + " = ?, catalogue = ?, event_id = ?" + named, moved);
        sql.batch("DELETE FROM " + table + named, gone);
        return different;
    }

    private static Said readSaid(Row row) throws SQLException {
        return new Said(
                row.value("alias", Alias::new),
                row.value("target", TargetName::new),
                row.value("image_key", ImageKey::new),
                new ImageId(row.uuid("image_id")),
                row.instant("moved_at"));
    }
}
