package dev.darkroom.events;

import java.util.regex.Pattern;

/** The one rule for names that people choose: catalogues, keys, aliases, targets. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,127}");

    private Names() {}

    static String require(String what, String value) {
        if (value == null || !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must match " + NAME.pattern() + " but is " + UrlSecrets.quote(value));
        }
        return value;
    }
}
