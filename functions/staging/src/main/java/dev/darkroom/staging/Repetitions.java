package dev.darkroom.staging;

import dev.darkroom.events.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Events that ask for what is under way already, because that takes longer than the registry waits for news of it. The last of
 * them is left to whoever works on it, and finds the work done: if each waited for that, the repetitions of one image would
 * keep all other images from being worked on.
 *
 * @param <E> asks for the work
 */
public final class Repetitions<E extends Event> {
    private final Map<String, Optional<E>> underWay = new HashMap<>();

    /**
     * Does what the event asks for, and then what was asked for meanwhile; returns at once where somebody is at it.
     *
     * @param subject of the event: what is to be done by one at a time
     */
    public void run(String subject, E event, Consumer<E> work) {
        if (isLeftToAnother(subject, event)) {
            return;
        }
        try {
            for (Optional<E> next = Optional.of(event); next.isPresent(); next = next(subject)) {
                work.accept(next.get());
            }
        } catch (RuntimeException | Error e) {
            forget(subject); // This event comes again; what was asked for meanwhile is asked for again.
            throw e;
        }
    }

    private synchronized boolean isLeftToAnother(String subject, E event) {
        boolean busy = underWay.containsKey(subject);
        underWay.put(subject, busy ? Optional.of(event) : Optional.empty());
        return busy;
    }

    private synchronized Optional<E> next(String subject) {
        Optional<E> next = underWay.remove(subject);
        if (next.isPresent()) {
            underWay.put(subject, Optional.empty());
        }
        return next;
    }

    private synchronized void forget(String subject) {
        underWay.remove(subject);
    }
}
