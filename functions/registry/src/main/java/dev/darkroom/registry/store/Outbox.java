package dev.darkroom.registry.store;

import dev.darkroom.events.Event;
import dev.darkroom.wire.EventCodec;
import dev.darkroom.wire.UnreadableEventException;
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
        /** @throws UnreadableEventException when it cannot be read, as one that another version has written */
        public Event event() {
            return CODEC.read(type, data.getBytes(StandardCharsets.UTF_8));
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
                "SELECT id, event_type, event_data FROM outbox ORDER BY id FETCH FIRST " + atMost + " ROWS ONLY",
                row -> new Waiting(row.large("id"), row.text("event_type"), row.text("event_data")));
    }

    /** Forgets events that have been published, or never can be. */
    public void remove(List<Waiting> done) {
        sql.batchUncounted(
                "DELETE FROM outbox WHERE id = ?",
                done.stream().map(each -> new Object[] {each.id()}).toList());
    }
}
