package dev.darkroom.registry.store;

import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Failure;
import dev.darkroom.registry.known.Placement;
import dev.darkroom.registry.known.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The dossiers: three tables. What differs is written, and marked in the first of them with the number of the change. */
public final class Dossiers {
    /** The number that this change will have: whoever writes has the turn until it is committed. */
    private static final String CHANGE = "(SELECT change + 1 FROM registry WHERE id = 1)";

    private static final String INSERT =
            "INSERT INTO image (changed, spec, first_catalogue, last_catalogue, catalogue_event,"
                    + " asked, first_attempt, prompt_since, asked_at, heard_at, due_at, unfinished_since,"
                    + " fetched, converted, proved_attempt, proved_demand, proved_source, settled_event, left_out, correction, image_key)"
                    + " VALUES (" + CHANGE + ", ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE =
            "UPDATE image SET changed = " + CHANGE + ", spec = ?, first_catalogue = ?, last_catalogue = ?,"
                    + " catalogue_event = ?, asked = ?, first_attempt = ?, prompt_since = ?, asked_at = ?, heard_at = ?,"
                    + " due_at = ?, unfinished_since = ?, fetched = ?, converted = ?, proved_attempt = ?, proved_demand = ?, proved_source = ?,"
                    + " settled_event = ?, left_out = ?, correction = ? WHERE image_key = ?";
    private static final String INSERT_PLACEMENT = "INSERT INTO placement (image_id, generation, disk_format,"
            + " size, sha512, source_sha256, verified, presentation, ready_at, named_id, named_attempt,"
            + " gone_id, gone_attempt, image_key, target) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE_PLACEMENT = "UPDATE placement SET image_id = ?, generation = ?,"
            + " disk_format = ?, size = ?, sha512 = ?, source_sha256 = ?, verified = ?,"
            + " presentation = ?, ready_at = ?, named_id = ?, named_attempt = ?,"
            + " gone_id = ?, gone_attempt = ? WHERE image_key = ? AND target = ?";
    private static final String INSERT_FAILURE = "INSERT INTO failure (attempt, stage, code, message,"
            + " retry_after, event_id, failed_at, forgiven, image_key, scope) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE_FAILURE = "UPDATE failure SET attempt = ?, stage = ?, code = ?,"
            + " message = ?, retry_after = ?, event_id = ?, failed_at = ?, forgiven = ? WHERE image_key = ? AND scope = ?";

    /** How many are held at once by who goes through all of them. */
    static final int PAGE = 4000;

    /**
     * By no index: rows lie in the order in which they came, and by the index each would be fetched from another place. To go
     * through all of them once for each page takes less.
     */
    private static final String OF_PAGE = " WHERE image_key || '' > ? AND image_key || '' <= ?";

    static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
    static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    private final Sql sql;
    private final Map<ImageKey, Dossier> stored = new HashMap<>();

    Dossiers(Sql sql) {
        this.sql = sql;
    }

    public Dossier load(ImageKey key) {
        return load(List.of(key)).get(key);
    }

    /** The dossiers of these keys; blank ones of the keys that nobody knows. */
    public SortedMap<ImageKey, Dossier> load(Collection<ImageKey> keys) {
        var found = read(" WHERE image_key = ANY(?)", (Object)
                keys.stream().map(ImageKey::value).toArray(String[]::new));
        keys.forEach(key -> found.computeIfAbsent(key, Dossier::blank));
        return found;
    }

    /**
     * Goes through all dossiers by their keys, so many at once: all of them would fill the memory. Those of one page can be
     * saved until the next is read.
     */
    public void each(Consumer<Collection<Dossier>> reader) {
        String before = "";
        List<String> keys = page(before);
        while (!keys.isEmpty()) {
            String last = keys.getLast();
            var found = read(OF_PAGE, before, last);
            reader.accept(found.values());
            stored.keySet().removeAll(found.keySet());
            before = last;
            keys = keys.size() < PAGE ? List.of() : page(before);
        }
    }

    private List<String> page(String before) {
        return sql.rows(
                "SELECT image_key FROM image WHERE image_key > ? ORDER BY image_key FETCH FIRST " + PAGE + " ROWS ONLY",
                row -> row.text("image_key"),
                before);
    }

    /** How many there are. */
    public long count() {
        return sql.rows("SELECT COUNT(*) AS images FROM image", row -> row.large("images"))
                .getFirst();
    }

    /** Whether any image is ready at a target. */
    public boolean anyReadyAt(TargetName target) {
        return !sql.rows(
                        "SELECT image_key FROM placement WHERE target = ? AND image_id IS NOT NULL FETCH FIRST 1 ROWS ONLY",
                        row -> row.text("image_key"),
                        target)
                .isEmpty();
    }

    /** The dossiers of which anything differs from what it was at an earlier change. */
    public SortedMap<ImageKey, Dossier> since(long change) {
        return read(" WHERE image_key IN (SELECT image_key FROM image WHERE changed > ?)", change);
    }

    /** The dossiers whose time has come, or is later than any wait explains; those that have waited longest. */
    public SortedMap<ImageKey, Dossier> due(Instant now, Instant latest, int atMost) {
        List<ImageKey> keys = dueKeys(now, latest, atMost);
        return keys.isEmpty() ? new TreeMap<>() : load(keys);
    }

    /** Whether there is any such dossier; it costs the same however many there are. */
    public boolean anyDue(Instant now, Instant latest) {
        return !dueKeys(now, latest, 1).isEmpty();
    }

    private List<ImageKey> dueKeys(Instant now, Instant latest, int atMost) {
        List<ImageKey> keys = dueKeys(atMost, BEGINNING, now);
        if (keys.size() < atMost) {
            keys.addAll(dueKeys(atMost - keys.size(), latest, END));
        }
        return keys;
    }

    private List<ImageKey> dueKeys(int atMost, Instant after, Instant until) {
        return sql.rows(dueKeys(atMost), row -> row.value("image_key", ImageKey::new), after, until);
    }

    /**
     * One span of time, with both its ends: what has no time lies behind the last one in H2's index, and would be gone through
     * where there is no end, as the whole index would be for two spans in one question.
     */
    static String dueKeys(int atMost) {
        return "SELECT image_key FROM image WHERE due_at > ? AND due_at <= ? ORDER BY due_at, image_key FETCH FIRST "
                + atMost + " ROWS ONLY";
    }

    /** When something was last heard of any image, as far as that was not after {@code now}; the epoch when never. */
    public Instant lastHeard(Instant now) {
        Instant last = sql.rows(
                        "SELECT MAX(heard_at) AS last_heard FROM image WHERE heard_at <= ?",
                        row -> row.instant("last_heard"),
                        now)
                .getFirst();
        return last == null ? Instant.EPOCH : last;
    }

    /** Writes what differs from what was loaded in this transaction. */
    public void save(Collection<Dossier> dossiers) {
        var rows = new HashMap<String, List<Object[]>>();
        for (Dossier dossier : dossiers) {
            Dossier before = stored.get(dossier.key());
            if (!dossier.equals(before)) {
                put(rows, before == null ? INSERT : UPDATE, DossierRows.image(dossier));
            }
            dossier.placements().forEach((target, placement) -> {
                Placement other = before == null ? null : before.placements().get(target);
                if (!placement.equals(other)) {
                    Object[] row = DossierRows.placement(dossier.key(), target, placement);
                    put(rows, other == null ? INSERT_PLACEMENT : UPDATE_PLACEMENT, row);
                }
            });
            dossier.failures().forEach((scope, failure) -> {
                Failure other = before == null ? null : before.failures().get(scope);
                if (!failure.equals(other)) {
                    Object[] row = DossierRows.failure(dossier.key(), scope, failure);
                    put(rows, other == null ? INSERT_FAILURE : UPDATE_FAILURE, row);
                }
            });
            stored.put(dossier.key(), dossier);
        }
        for (String statement :
                List.of(INSERT, UPDATE, INSERT_PLACEMENT, UPDATE_PLACEMENT, INSERT_FAILURE, UPDATE_FAILURE)) {
            sql.batch(statement, rows.getOrDefault(statement, List.of()));
        }
    }

    private SortedMap<ImageKey, Dossier> read(String where, Object... parameters) {
        var placements = new HashMap<ImageKey, SortedMap<TargetName, Placement>>();
        sql.rows(
                "SELECT * FROM placement" + where,
                row -> placements
                        .computeIfAbsent(row.value("image_key", ImageKey::new), any -> new TreeMap<>())
                        .put(row.value("target", TargetName::new), DossierRows.readPlacement(row)),
                parameters);
        var failures = new HashMap<ImageKey, SortedMap<Scope, Failure>>();
        sql.rows(
                "SELECT * FROM failure" + where,
                row -> failures.computeIfAbsent(row.value("image_key", ImageKey::new), any -> new TreeMap<>())
                        .put(new Scope(row.text("scope")), DossierRows.readFailure(row)),
                parameters);
        var found = new TreeMap<ImageKey, Dossier>();
        sql.rows(
                "SELECT * FROM image" + where,
                row -> {
                    ImageKey key = row.value("image_key", ImageKey::new);
                    return found.put(
                            key,
                            DossierRows.readImage(
                                    row,
                                    key,
                                    placements.getOrDefault(key, new TreeMap<>()),
                                    failures.getOrDefault(key, new TreeMap<>())));
                },
                parameters);
        stored.putAll(found);
        return found;
    }

    private static void put(Map<String, List<Object[]>> rows, String statement, Object[] row) {
        rows.computeIfAbsent(statement, any -> new ArrayList<>()).add(row);
    }
}
