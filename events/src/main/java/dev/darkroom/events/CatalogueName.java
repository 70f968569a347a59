package dev.darkroom.events;

/** The name of a catalogue. */
public record CatalogueName(String value) implements Comparable<CatalogueName> {
    public CatalogueName {
        Names.require("catalogue", value);
    }

    @Override
    public int compareTo(CatalogueName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
