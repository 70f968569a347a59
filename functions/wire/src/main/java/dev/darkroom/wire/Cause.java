package dev.darkroom.wire;

import dev.darkroom.events.Event;
import java.util.function.UnaryOperator;

/**
 * The event that is being worked on while another is published.
 *
 * @param id          its CloudEvents id; null when nothing caused the new event
 * @param correlation the catalogue event that it goes back to; null when it is not known
 * @param traceparent its W3C trace context; null when it has none
 */
public record Cause(String id, String correlation, String traceparent) {
    public static final Cause NONE = new Cause(null, null, null);

    /** @param attribute reads a CloudEvents attribute of the event that is worked on; null when it is absent */
    public static Cause of(UnaryOperator<String> attribute) {
        return new Cause(attribute.apply("id"), attribute.apply("correlationid"), attribute.apply("traceparent"));
    }

    /** What the new event goes back to: what it knows itself, else what its cause goes back to. */
    String correlationOf(Event event) {
        return event.correlation().map(Object::toString).orElse(correlation);
    }
}
