package dev.darkroom.registry.store;

import dev.darkroom.events.Event;
import dev.darkroom.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Events that are decided and wait to be published, in the order in which they were decided. */
public final class Outbox {
    private static final EventCodec CODEC = new EventCodec();

    private final Sql sql;
    private final List<Object[]> added = new ArrayList<>();

    Outbox(Sql sql) {
        this.sql = sql;
    }

    /** An event that waits, as it is stored. */
    public record Waiting(long id, String type, String data) {
        /** @throws RuntimeException when it cannot be read, as one that another version has written */
        public Event event() {
            return JsonText.event(type, data);
        }
    }

    void add(Event event) {
        added.add(new Object[] {event.eventType().type(), new String(CODEC.data(event), StandardCharsets.UTF_8)});
    }

    void flush() {
        sql.batchUncounted("INSERT INTO outbox (event_type, event_data) VALUES (?, ?)", added);
        added.clear();
    }

    /** The events that have waited longest. */
    public List<Waiting> oldest(int atMost) {
        return sql.rows(
                "SELECT id, event_type, event_data FROM outbox WHERE NOT set_aside ORDER BY id FETCH FIRST " + atMost
                        + " ROWS ONLY",
                row -> new Waiting(row.large("id"), row.text("event_type"), row.text("event_data")));
    }

    /** Forgets events that have been published. */
    public void remove(List<Waiting> published) {
        sql.batchUncounted(
                "DELETE FROM outbox WHERE id = ?",
                published.stream().map(each -> new Object[] {each.id()}).toList());
    }

    /** How many have been left for somebody to look at. */
    public long setAside() {
        return sql.rows("SELECT COUNT(*) AS events FROM outbox WHERE set_aside", row -> row.large("events"))
                .getFirst();
    }

    /** Leaves an event for somebody to look at; those behind it go on. */
    public void setAside(Waiting unreadable) {
        Object[] row = {unreadable.id()};
        sql.batchUncounted("UPDATE outbox SET set_aside = TRUE WHERE id = ?", List.<Object[]>of(row));
    }
}
