package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import dev.darkroom.fetch.origin.HttpConnector.NoAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Leaves origins alone that answer nothing, whatever they are asked: each image that waits for one keeps another from being
 * fetched. After a few questions in vain an origin rests, and who would ask meanwhile is told so at once. What else goes wrong
 * may be of one URL alone.
 */
final class UnreachableOrigins {
    /** In a row, whoever asked. */
    private static final int FEW = 5;

    private static final Duration REST = Duration.ofSeconds(30);
    private static final int MOST = 1000;

    private final LongSupplier nanos;
    private final Map<String, InVain> silent = new LinkedHashMap<>();

    /**
     * @param times in a row that there was no answer
     * @param end   of the rest, if it rests
     * @param why   there was none the last time
     */
    private record InVain(int times, long end, String why) {}

    /** A question to an origin. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException;
    }

    /** @param nanos a clock that only runs forward */
    UnreachableOrigins(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Asks, unless the origin rests.
     *
     * @param url      of which the host and port are meant
     * @param question whatever it throws but {@link NoAnswer} and an unknown name shows that there is somebody
     * @throws FailureException when the origin rests
     */
    <T> T ask(SourceUri url, Question<T> question) throws IOException {
        String origin = origin(url.exact());
        requireNoRest(url, origin);
        try {
            T answer = question.ask();
            answered(origin);
            return answer;
        } catch (NoAnswer | UnknownHostException e) {
            unanswered(origin, Words.of(e));
            throw e;
        } catch (IOException e) {
            answered(origin);
            throw e;
        }
    }

    private synchronized void requireNoRest(SourceUri url, String origin) {
        InVain known = silent.get(origin);
        if (known == null || known.times < FEW) {
            return;
        }
        Duration left = Duration.ofNanos(known.end - nanos.getAsLong());
        if (left.isPositive()) {
            throw new FailureException(
                    FailureCode.ORIGIN_UNAVAILABLE,
                    url + " was not asked for: " + origin + " gave no answer (" + known.why + "; " + known.times
                            + " times in a row), and is left alone for " + Texts.of(REST) + " each time",
                    left,
                    null);
        }
    }

    private synchronized void answered(String origin) {
        silent.remove(origin);
    }

    private synchronized void unanswered(String origin, String why) {
        InVain before = silent.remove(origin);
        if (silent.size() >= MOST) {
            silent.remove(silent.keySet().iterator().next());
        }
        silent.put(origin, new InVain(before == null ? 1 : before.times + 1, nanos.getAsLong() + REST.toNanos(), why));
    }

    private static String origin(URI url) {
        return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}
