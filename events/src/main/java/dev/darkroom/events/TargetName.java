package dev.darkroom.events;

/** The name of a place where images are published. */
public record TargetName(String value) implements Comparable<TargetName> {
    public TargetName {
        Names.require("target", value);
    }

    @Override
    public int compareTo(TargetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
