package dev.darkroom.registry.http;

import java.util.function.Supplier;

/**
 * Something large that is made from all that is known: once for all who ask in the same state of the registry, and by one of
 * them at a time. Made for each, a dozen of them would fill the memory.
 */
final class OncePerChange<T> {
    private long change = -1;
    private T made;

    /** @param now the number of the registry's last change; what is made may be newer, and is made again then */
    synchronized T get(long now, Supplier<T> maker) {
        if (change != now) {
            change = -1;
            made = null; // Not beside the new one.
            made = maker.get();
            change = now;
        }
        return made;
    }
}
