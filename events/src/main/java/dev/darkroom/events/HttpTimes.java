package dev.darkroom.events;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times in the headers of answers. */
public final class HttpTimes {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private HttpTimes() {}

    /** The wait that a Retry-After asks for, in seconds or until a date (RFC 9110 §10.2.3). What is neither says nothing. */
    public static Optional<Duration> retryAfter(String value, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return date(value).map(date -> Duration.between(now, date)).filter(Duration::isPositive);
    }

    /** A date as RFC 9110 §5.6.7 has it; empty when it is none. */
    public static Optional<Instant> date(String value) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
