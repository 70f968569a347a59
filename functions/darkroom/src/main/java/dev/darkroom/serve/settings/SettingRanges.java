package dev.darkroom.serve.settings;

import dev.darkroom.events.Texts;
import io.quarkus.runtime.configuration.MemorySize;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What numbers, times, sizes and words among the settings may be. Judged before anything starts: what is wrong with them would
 * otherwise come to light where nobody knows of which setting it came, or not at all.
 */
public final class SettingRanges {
    private static final String PORTS = "darkroom.origins.ports";
    public static final int LAST_PORT = 65_535;

    /**
     * The pools of fetch and upload have twice as many threads, each of which keeps a buffer outside of the heap; nobody has
     * the processors for as many conversions.
     */
    private static final int MOST_AT_ONCE = 16;

    private static final int MOST_DAYS = 36_500;
    /** What a socket can wait: milliseconds in 31 bits. */
    private static final int MOST_DAYS_OF_TIMEOUT = 24;

    private static final String LONGEST_WAIT = "darkroom.registry.longest-wait";
    /** A connection is closed when nothing is said for longer: quarkus.http.idle-timeout. */
    private static final int MOST_MINUTES_OF_WAIT = 30;

    private static final BigInteger MOST_BYTES = BigInteger.valueOf(Long.MAX_VALUE);

    /** Where nothing is a choice. */
    private static final Set<String> MAY_BE_ZERO =
            Set.of("darkroom.http.waits", LONGEST_WAIT, "darkroom.registry.restart-grace");

    private final Settings settings;

    private SettingRanges(Settings settings) {
        this.settings = settings;
    }

    /** A sentence for each that is not what it may be: its name, what would be right, and its value. */
    static List<String> mistakes(Settings settings) {
        var ranges = new SettingRanges(settings);
        return KnownSettings.all().entrySet().stream()
                .flatMap(each -> ranges.mistake(each.getKey(), each.getValue()).stream())
                .toList();
    }

    private Optional<String> mistake(String name, Method reader) {
        int least = MAY_BE_ZERO.contains(name) ? 0 : 1;
        Class<?> type = reader.getReturnType();
        if (name.equals(PORTS)) {
            return mistake(name, Integer.class, 1, LAST_PORT, "a port from 1 to " + LAST_PORT);
        }
        if (type == int.class) {
            int most = name.endsWith(".concurrency") ? MOST_AT_ONCE : Integer.MAX_VALUE;
            return mistake(name, Integer.class, least, most, "a whole number from " + least + " to " + most);
        }
        if (type == Duration.class) {
            boolean wait = name.equals(LONGEST_WAIT);
            int days = name.endsWith("-timeout") ? MOST_DAYS_OF_TIMEOUT : MOST_DAYS;
            Duration most = wait ? Duration.ofMinutes(MOST_MINUTES_OF_WAIT) : Duration.ofDays(days);
            String words = "a time such as 30s, 10m or 6h, " + (least == 0 ? "from 0 to " : "longer than 0 and up to ")
                    + (wait ? MOST_MINUTES_OF_WAIT + " minutes" : days + " days");
            return mistake(name, Duration.class, Duration.ofMillis(least), most, words);
        }
        if (type == MemorySize.class) {
            return mistake(name, BigInteger.class, BigInteger.valueOf(least), MOST_BYTES, "a size such as 64M or 20G");
        }
        return type.isEnum() ? unknownWord(name, type) : Optional.empty();
    }

    private Optional<String> unknownWord(String name, Class<?> type) {
        try {
            if (settings.written(name).isEmpty() || settings.value(name, type).isPresent()) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            // Said below, with what would be right.
        }
        return Stream.of(type.getEnumConstants())
                .map(word -> String.valueOf(word).toLowerCase(Locale.ROOT).replace('_', '-'))
                .reduce((some, another) -> some + ", " + another)
                .map(words -> wrong(name, "one of " + words));
    }

    private <T extends Comparable<T>> Optional<String> mistake(
            String name, Class<T> type, T least, T most, String words) {
        if (settings.written(name).isEmpty()) {
            return Optional.empty();
        }
        try {
            List<T> values = values(name, type).toList();
            if (!values.isEmpty()
                    && values.stream().allMatch(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Said below, with what would be right.
        }
        return Optional.of(wrong(name, words));
    }

    private String wrong(String name, String right) {
        return name + " must be " + right + " but is "
                + Texts.quote(value(name).or(() -> settings.written(name)).orElse(""));
    }

    private Optional<String> value(String name) {
        try {
            return settings.value(name);
        } catch (ServerNotStartedException e) {
            return Optional.empty(); // It stands for itself.
        }
    }

    private <T> Stream<T> values(String name, Class<T> type) {
        if (type == BigInteger.class) {
            return settings.value(name, MemorySize.class).stream().map(size -> type.cast(size.asBigInteger()));
        }
        return name.equals(PORTS) ? settings.values(name, type).stream() : settings.value(name, type).stream();
    }
}
