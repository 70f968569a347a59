package dev.darkroom.events;

import java.util.Locale;

/** Who may use an image in Glance. */
public enum Visibility {
    COMMUNITY,
    PUBLIC,
    SHARED,
    PRIVATE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming the value */
    public static Visibility of(String label) {
        return Fields.oneOf("visibility", values(), label);
    }

    @Override
    public String toString() {
        return label();
    }
}
