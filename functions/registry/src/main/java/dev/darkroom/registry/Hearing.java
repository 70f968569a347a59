package dev.darkroom.registry;

import java.util.OptionalLong;

/** What a registry that is new, or was lost, has to hear before it says anything: the events that are kept of what happened. */
@FunctionalInterface
public interface Hearing {
    /**
     * How many events it has not heard yet, about; 0 for one that knows them. Empty while that is not known.
     *
     * @throws IllegalStateException when nobody says, in a sentence
     */
    OptionalLong left();
}
