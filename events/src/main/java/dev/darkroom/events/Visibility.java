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
        for (Visibility visibility : values()) {
            if (visibility.label().equals(label)) {
                return visibility;
            }
        }
        throw new IllegalArgumentException(
                "visibility must be one of community, public, shared, private but is " + UrlSecrets.quote(label));
    }

    @Override
    public String toString() {
        return label();
    }
}
