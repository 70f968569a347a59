package dev.darkroom.registry.http;

import java.util.function.Supplier;

/**
 * Something large that is made from all that is known: once for all who ask in the same state of the registry, and by one of
 * them at a time. Made for each, a dozen of them would fill the memory.
 */
final class OncePerChange<T> {
    private Object from;
    private T made;

    /** @param known what it is made from, or what is older: it is made again when that is another thing */
    synchronized T get(Object known, Supplier<T> maker) {
        if (from != known) {
            from = null;
            made = null; // Not beside the new one.
            made = maker.get();
            from = known;
        }
        return made;
    }
}
