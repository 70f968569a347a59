package dev.darkroom.events.testing;

import dev.darkroom.events.Bus;
import dev.darkroom.events.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A bus that keeps what was published, in order, and refuses when it is told to. Safe for many threads. */
public final class RecordingBus implements Bus {
    private final List<Event> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    /** Refuses the next {@code times} events, as a broker does that cannot be reached. */
    public void refuseNext(int times) {
        refusals.set(times);
    }

    @Override
    public void publish(Event event) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the bus refuses, as the test asked");
        }
        published.add(event);
    }

    public List<Event> published() {
        return List.copyOf(published);
    }

    public <E extends Event> List<E> published(Class<E> type) {
        return published.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The one event that was published. @throws AssertionError when there are more, none, or one of another type */
    public <E extends Event> E only(Class<E> type) {
        if (published.size() != 1 || !type.isInstance(published.getFirst())) {
            throw new AssertionError(
                    "expected one " + type.getSimpleName() + " but these were published: " + published);
        }
        return type.cast(published.getFirst());
    }

    public void clear() {
        published.clear();
    }
}
