package dev.darkroom.events;

import java.time.Duration;
import java.util.Locale;

/** Makes values fit to be shown: of text from outside, control and direction characters escaped and the length bounded. */
public final class Texts {
    /** The most characters of one outside text that a message shows. */
    public static final int SHOWN = 256;

    /** From how many seconds on nobody cares for parts of one. */
    private static final int WHOLE_SECONDS = 10;

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

    /** No more than so many of its first characters; one that Java writes as two is there whole, or not at all. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean halves = Character.isSurrogatePair(text.charAt(most - 1), text.charAt(most));
        return text.substring(0, halves ? most - 1 : most);
    }

    /** A span of time as people write one: {@code 500 ms}, {@code 90 s}, {@code 10 min}, {@code 6 h}. */
    public static String of(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < WHOLE_SECONDS && time.toMillisPart() != 0) {
            return time.toMillis() + " ms";
        }
        if (seconds == 0 || time.toSecondsPart() != 0) {
            return seconds + " s";
        }
        return time.toMinutesPart() == 0 ? time.toHours() + " h" : time.toMinutes() + " min";
    }
}
