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
 * fetched. After a few questions in vain an origin rests, and who would ask meanwhile is told so at once. When the rest is over
 * one asks, and the others go on as if it were not until there is an answer. What else goes wrong may be of one URL alone.
 */
final class UnreachableOrigins {
    /** In a row, whoever asked. */
    private static final int FEW = 5;

    /** Since the first of them: an origin that begins anew is away for a moment for all who are just asking. */
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private static final Duration REST = Duration.ofSeconds(30);
    private static final int MOST = 1000;

    private final LongSupplier nanos;
    private final Map<String, InVain> silent = new LinkedHashMap<>();

    /**
     * @param times in a row that there was no answer
     * @param since when, the first time
     * @param end   of the rest, if it rests; else when who begins to ask does not count it any more
     * @param why   there was none the last time
     */
    private record InVain(int times, long since, long end, boolean rests, String why) {}

    /** It was not asked, or is not to be asked again soon. */
    static final class AtRest extends IOException {
        private final transient Duration left;

        /**
         * @param left  until the rest is over, in whole seconds
         * @param cause why there was no answer; null: it was not asked
         */
        AtRest(String message, Duration left, IOException cause) {
            super(message, cause);
            this.left = left;
        }

        /** The failure of an image because of it: only who asked has tried. */
        FailureException failure(String message) {
            return getCause() != null
                    ? new FailureException(FailureCode.ORIGIN_UNAVAILABLE, message, left, this)
                    : FailureException.untried(FailureCode.ORIGIN_UNAVAILABLE, message, left, this);
        }
    }

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
     * @throws AtRest when the origin rests, also from this question on
     */
    <T> T ask(SourceUri url, Question<T> question) throws IOException {
        String origin = origin(url.exact());
        long asked = nanos.getAsLong();
        requireNoRest(url, origin);
        try {
            T answer = question.ask();
            answered(origin);
            return answer;
        } catch (NoAnswer | UnknownHostException e) {
            InVain now = unanswered(origin, asked, Words.of(e));
            throw now.rests ? atRest(url, "could not be had", origin, now, REST, e) : e;
        } catch (IOException e) {
            answered(origin);
            throw e;
        } catch (RuntimeException e) {
            notAsked(origin);
            throw e;
        }
    }

    private synchronized void requireNoRest(SourceUri url, String origin) throws AtRest {
        InVain known = silent.get(origin);
        if (known == null || !known.rests) {
            return;
        }
        long now = nanos.getAsLong();
        Duration left = Duration.ofNanos(known.end - now);
        if (left.isPositive()) {
            throw atRest(url, "was not asked for", origin, known, left, null);
        }
        silent.put(origin, new InVain(known.times, known.since, now + REST.toNanos(), true, known.why));
    }

    private static AtRest atRest(
            SourceUri url, String what, String origin, InVain known, Duration left, IOException cause) {
        return new AtRest(
                url + " " + what + ": " + origin + " gave no answer (" + known.why + "; " + known.times
                        + " times in a row), and is left alone for " + Texts.of(REST) + " each time",
                Duration.ofSeconds(left.minusNanos(1).toSeconds() + 1),
                cause);
    }

    /** It may be the turn of the next, if it was that of this one. */
    private synchronized void notAsked(String origin) {
        InVain known = silent.get(origin);
        if (known != null && known.rests) {
            silent.put(origin, new InVain(known.times, known.since, nanos.getAsLong(), true, known.why));
        }
    }

    private synchronized void answered(String origin) {
        silent.remove(origin);
    }

    /** @param asked when the question began: it may take longer than others count */
    private synchronized InVain unanswered(String origin, long asked, String why) {
        InVain before = silent.remove(origin);
        if (silent.size() >= MOST) {
            silent.remove(silent.keySet().iterator().next());
        }
        long now = nanos.getAsLong();
        boolean first = before == null || !before.rests && before.end - asked < 0;
        int times = first ? 1 : before.times + 1;
        long since = first ? now : before.since;
        boolean rests = times >= FEW && now - since >= A_WHILE.toNanos();
        var known = new InVain(times, since, now + REST.toNanos(), rests, why);
        silent.put(origin, known);
        return known;
    }

    private static String origin(URI url) {
        return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}
