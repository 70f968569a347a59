package dev.darkroom.events;

/** The immutable identity of one build: the same key is always the same bytes. */
public record ImageKey(String value) implements Comparable<ImageKey> {
    public ImageKey {
        Names.require("key", value);
    }

    @Override
    public int compareTo(ImageKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
