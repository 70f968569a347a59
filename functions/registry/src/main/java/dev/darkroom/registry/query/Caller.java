package dev.darkroom.registry.query;

/** Who asks on this thread. */
@FunctionalInterface
public interface Caller {
    /** The name that the limits count under, and that histories show. */
    String name();

    /**
     * Has something done when the caller has gone before it was answered, at once if that is so already. Who asks within
     * this process does not go.
     */
    default void whenGone(Runnable action) {}
}
