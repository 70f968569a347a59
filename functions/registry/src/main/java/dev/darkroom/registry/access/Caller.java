package dev.darkroom.registry.access;

/** Who asks on this thread. */
@FunctionalInterface
public interface Caller {
    /** The name that the limits count under, and that histories show. */
    String name();
}
