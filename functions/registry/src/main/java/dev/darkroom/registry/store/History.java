package dev.darkroom.registry.store;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What has happened to each image, in words for people. */
public final class History {
    private static final int LONGEST = 1000;

    private final Sql sql;
    private final List<Object[]> added = new ArrayList<>();

    History(Sql sql) {
        this.sql = sql;
    }

    /**
     * Something that happened to an image.
     *
     * @param target where; null when it concerns no particular target
     * @param what   a word: admitted, requested, fetched, converted, ready, failed ...
     * @param words  the rest, for people
     */
    public record Line(Instant at, ImageKey key, TargetName target, String what, String words) {}

    public void add(Line line) {
        String cut = Texts.cut(line.words(), LONGEST);
        String words = cut.equals(line.words()) ? cut : cut + "...";
        added.add(new Object[] {line.at(), line.key(), line.target(), line.what(), words});
    }

    void flush() {
        sql.batch("INSERT INTO history (happened_at, image_key, target, what, words) VALUES (?, ?, ?, ?, ?)", added);
        added.clear();
    }

    /** What happened to an image, in order. */
    public List<Line> of(ImageKey key) {
        return sql.rows(
                "SELECT happened_at, target, what, words FROM history WHERE image_key = ? ORDER BY id",
                row -> new Line(
                        row.instant("happened_at"),
                        key,
                        row.value("target", TargetName::new),
                        row.text("what"),
                        row.text("words")),
                key);
    }

    /** The images that have more lines. */
    public List<ImageKey> longerThan(int lines) {
        return sql.rows(
                "SELECT image_key FROM history GROUP BY image_key HAVING COUNT(*) > ?",
                row -> row.value("image_key", ImageKey::new),
                lines);
    }

    /** The lines of an image that have at least so many after them. Of all images at once, H2 would hold every line in memory. */
    public List<Long> beyond(ImageKey key, int lines) {
        return sql.rows(
                "SELECT id FROM history WHERE image_key = ? ORDER BY id DESC OFFSET ? ROWS",
                row -> row.large("id"),
                key,
                lines);
    }

    public void forget(List<Long> ids) {
        sql.batchUncounted(
                "DELETE FROM history WHERE id = ?",
                ids.stream().map(id -> new Object[] {id}).toList());
    }
}
