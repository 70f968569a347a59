package dev.darkroom.registry.store;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The targets that have announced themselves, as they last did. */
public final class Targets {
    private static final String COLUMNS =
            "kind = ?, disk_format = ?, location = ?, project = ?, problem_code = ?, problem_message = ?,"
                    + " announced_at = ?";

    private final Sql sql;

    Targets(Sql sql) {
        this.sql = sql;
    }

    /** A target, and since when it is as it is. */
    public record Known(TargetAnnounced target, Instant since) {}

    public List<Known> known() {
        return sql.rows("SELECT * FROM target ORDER BY name", Targets::read);
    }

    public List<TargetAnnounced> all() {
        return known().stream().map(Known::target).toList();
    }

    /** How many there are. */
    public long count() {
        return sql.rows("SELECT COUNT(*) AS targets FROM target", row -> row.large("targets"))
                .getFirst();
    }

    public Optional<TargetAnnounced> find(TargetName name) {
        return sql.rows("SELECT * FROM target WHERE name = ?", Targets::read, name).stream()
                .map(Known::target)
                .findFirst();
    }

    public void save(TargetAnnounced target, Instant now) {
        Object[] values = {
            target.kind(),
            target.diskFormat(),
            target.location(),
            target.project(),
            target.problem() == null ? null : target.problem().code(),
            target.problem() == null ? null : target.problem().message(),
            now,
            target.target()
        };
        if (sql.update("UPDATE target SET " + COLUMNS + " WHERE name = ?", values) == 0) {
            sql.update(
                    "INSERT INTO target (kind, disk_format, location, project, problem_code, problem_message,"
                            + " announced_at, name) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    values);
        }
    }

    /** Whether it could ever be used. */
    public boolean wasUsable(TargetName name) {
        return !sql.rows("SELECT place FROM target WHERE name = ? AND place IS NOT NULL", row -> name, name)
                .isEmpty();
    }

    public void forget(TargetName name) {
        sql.update("DELETE FROM target WHERE name = ?", name);
    }

    /** All that were where it is now when they could be used the last time. */
    public List<TargetName> usableAt(TargetAnnounced target) {
        return sql.rows(
                "SELECT name FROM target WHERE place = ?", row -> row.value("name", TargetName::new), place(target));
    }

    /** Notes where a target is that can be used. @return whether it was elsewhere when it could be the last time */
    public boolean move(TargetAnnounced target) {
        String place = place(target);
        List<String> before = placesBefore(target);
        if (before.contains(place)) {
            return false;
        }
        sql.update("UPDATE target SET place = ? WHERE name = ?", place, target.target());
        return !before.isEmpty();
    }

    private static String place(TargetAnnounced target) {
        return target.location() + " " + Objects.toString(target.project(), "");
    }

    private List<String> placesBefore(TargetAnnounced target) {
        return sql.rows(
                "SELECT place FROM target WHERE name = ? AND place IS NOT NULL",
                row -> row.text("place"),
                target.target());
    }

    private static Known read(Row row) throws SQLException {
        FailureCode code = row.value("problem_code", FailureCode::of);
        var problem = code == null ? null : new TargetAnnounced.Problem(code, row.text("problem_message"));
        return new Known(
                new TargetAnnounced(
                        row.value("name", TargetName::new),
                        row.text("kind"),
                        row.value("disk_format", DiskFormat::of),
                        row.text("location"),
                        row.text("project"),
                        problem,
                        null,
                        null),
                row.instant("announced_at"));
    }
}
