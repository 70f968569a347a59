package dev.darkroom.registry.query;

import dev.darkroom.events.Texts;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Spans of time, as people write them. */
public final class Durations {
    private static final Pattern PLAIN = Pattern.compile("\\d{1,9}");
    private static final Pattern SHORT = Pattern.compile("\\d{1,9}[smhSMH]");

    private Durations() {}

    /**
     * Reads {@code 60s}, {@code 10m}, {@code 1h}, {@code 60} (seconds) or {@code PT60S}.
     *
     * @param text null: no time at all
     * @throws QueryException naming the parameter
     */
    public static Duration of(String parameter, String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        if (PLAIN.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Duration duration =
                    Duration.parse(SHORT.matcher(text).matches() ? "PT" + text.toUpperCase(Locale.ROOT) : text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below, with what would be right.
        }
        throw new QueryException(
                Refusal.QUESTION_INVALID,
                parameter + " must be a time such as 60s, 10m or 1h but is " + Texts.quote(text));
    }
}
