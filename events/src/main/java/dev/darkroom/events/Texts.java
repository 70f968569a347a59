package dev.darkroom.events;

import java.util.Locale;

/** Makes text from outside fit to be shown: control and direction characters escaped, length bounded. */
public final class Texts {
    /** The most characters of one outside text that a message shows. */
    public static final int SHOWN = 256;

    private Texts() {}

    /** The value in quotes, escaped and cut to {@link #SHOWN} characters; {@code null} stays the word null. */
    public static String quote(Object value) {
        return value == null ? "null" : '"' + clean(String.valueOf(value)) + '"';
    }

    /** The value without control, format, surrogate or line-separating characters, cut to {@link #SHOWN} characters. */
    public static String clean(String value) {
        var out = new StringBuilder();
        value.codePoints().limit(SHOWN).forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> out.append(String.format(Locale.ROOT, "\\u%04x", c));
                default -> out.appendCodePoint(c);
            }
        });
        return value.codePointCount(0, value.length()) > SHOWN ? out + "..." : out.toString();
    }
}
