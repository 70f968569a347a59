package dev.darkroom.events;

/** A movable name that points at a key, such as {@code workstation}. */
public record Alias(String value) implements Comparable<Alias> {
    public Alias {
        Names.require("alias", value);
    }

    @Override
    public int compareTo(Alias other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
