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
import java.util.SortedMap;
import java.util.TreeMap;

/** Names that point: aliases at keys, variables at aliases or keys, and what was said of each alias at each target. */
public final class Aliases {
    private final Sql sql;

    Aliases(Sql sql) {
        this.sql = sql;
    }

    /** What was said last of an alias at a target. */
    public record Said(Alias alias, TargetName target, ImageKey key, ImageId id, Instant at) {}

    public SortedMap<Alias, ImageKey> all() {
        var all = new TreeMap<Alias, ImageKey>();
        sql.rows(
                "SELECT alias, image_key FROM alias",
                row -> all.put(row.value("alias", Alias::new), row.value("image_key", ImageKey::new)));
        return all;
    }

    public List<Alias> pointingAt(ImageKey key) {
        return sql.rows(
                "SELECT alias FROM alias WHERE image_key = ? ORDER BY alias",
                row -> row.value("alias", Alias::new),
                key);
    }

    /** @return the variables, each with the alias or key that it stands for */
    public SortedMap<String, String> wiring() {
        var all = new TreeMap<String, String>();
        sql.rows("SELECT variable, refers_to FROM wiring", row -> all.put(row.text("variable"), row.text("refers_to")));
        return all;
    }

    /** Points aliases at keys. @return those that pointed elsewhere before, or nowhere */
    public List<Alias> point(Map<Alias, ImageKey> wanted, CatalogueName catalogue) {
        var moved = new ArrayList<Alias>();
        save(all(), wanted, catalogue, "alias (image_key, catalogue, alias)", "alias SET image_key", "alias", moved);
        return moved;
    }

    public void wire(Map<String, String> wanted, CatalogueName catalogue) {
        save(
                wiring(),
                wanted,
                catalogue,
                "wiring (refers_to, catalogue, variable)",
                "wiring SET refers_to",
                "variable",
                new ArrayList<>());
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

    private <K, V> void save(
            Map<K, V> before,
            Map<K, V> wanted,
            CatalogueName catalogue,
            String insert,
            String update,
            String name,
            List<? super K> different) {
        var added = new ArrayList<Object[]>();
        var moved = new ArrayList<Object[]>();
        wanted.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                (before.containsKey(key) ? moved : added).add(new Object[] {value, catalogue, key});
                different.add(key);
            }
        });
        sql.batch("INSERT INTO " + insert + " VALUES (?, ?, ?)", added);
        sql.batch("UPDATE " + update + " = ?, catalogue = ? WHERE " + name + " = ?", moved);
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
