package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Leaves origins alone to which no connection comes about, whatever they would be asked. Each image that waits for one keeps
 * another from being fetched: when one has tried in vain as often as it may, the others are told so at once, and now and then
 * one of them looks whether the origin is back, with a single request. What goes wrong on a connection may be of one URL alone.
 */
final class UnreachableOrigins {
    /** As registries count what failed at once as an attempt, too, it is longer than all attempts of an image usually take. */
    private static final Duration REST = Duration.ofSeconds(30);
    /** Whoever looks has at most so long; usually it is over sooner. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);
    /** Many come back together: so long they wait for the one who looks, since an origin that is back says so at once. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private static final int MOST = 1000;

    private final LongSupplier nanos;
    private final Map<String, Rest> resting = new LinkedHashMap<>();

    /**
     * @param end    until when it is left alone
     * @param looked when somebody began to look whether it is back; null: nobody looks
     * @param why    no connection came about
     */
    private record Rest(long end, Long looked, String why) {}

    /** A question to an origin. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException;
    }

    /** No connection to an origin came about. */
    static final class NoConnection extends IOException {
        NoConnection(IOException why) {
            super(Words.of(why), why);
        }
    }

    /** The same, to be told whether whoever asked gives up. */
    static final class Unreached extends IOException {
        private final transient Runnable rest;
        private final boolean looked;

        private Unreached(IOException why, boolean looked, Runnable rest) {
            super(Words.of(why), why);
            this.looked = looked;
            this.rest = rest;
        }

        /** Whether the origin was left alone before: one request is enough to see that it is not back. */
        boolean looked() {
            return looked;
        }

        /** Whoever asked gives up. @return for how long the origin is left alone */
        Duration giveUp() {
            rest.run();
            return REST;
        }
    }

    /** @param nanos a clock that only runs forward */
    UnreachableOrigins(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Asks, unless the origin is left alone.
     *
     * @param url      of which the host and port are meant
     * @param question whatever comes of it but {@link NoConnection} and an unknown name shows that there is somebody
     * @throws Unreached        when no connection comes about
     * @throws FailureException when it is left alone
     */
    <T> T ask(SourceUri url, Question<T> question) throws IOException {
        String origin = origin(url.exact());
        boolean looks = requireNoRest(url, origin);
        boolean reached = false;
        try {
            T answer = question.ask();
            reached = true;
            return answer;
        } catch (NoConnection | UnknownHostException e) {
            throw new Unreached(e, looks, () -> rest(origin, Words.of(e)));
        } catch (IOException e) {
            reached = true;
            throw e;
        } finally {
            conclude(origin, reached);
        }
    }

    /** @return whether whoever asks looks whether it is back */
    private synchronized boolean requireNoRest(SourceUri url, String origin) {
        Rest rest = resting.get(origin);
        while (rest != null && rest.looked != null && left(rest.looked, MOMENT) > 0) {
            await(url, left(rest.looked, MOMENT));
            rest = resting.get(origin);
        }
        if (rest == null) {
            return false;
        }
        long now = nanos.getAsLong();
        if (now - rest.end < 0) {
            throw new FailureException(
                    FailureCode.ORIGIN_UNAVAILABLE,
                    url + " was not asked for: " + origin + " could not be reached (" + rest.why
                            + "), and is left alone for " + Texts.of(REST) + " each time",
                    REST,
                    null);
        }
        if (left(rest.end, REST) > 0) {
            resting.put(origin, new Rest(now + LONGEST_LOOK.toNanos(), now, rest.why));
            return true;
        }
        resting.remove(origin); // It was long ago.
        return false;
    }

    private long left(long since, Duration allowed) {
        return since + allowed.toNanos() - nanos.getAsLong();
    }

    private void await(SourceUri url, long left) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + url, e);
        }
    }

    private synchronized void conclude(String origin, boolean reached) {
        Rest rest = resting.get(origin);
        if (reached) {
            resting.remove(origin);
        } else if (rest != null) {
            rest(origin, rest.why);
        }
        notifyAll();
    }

    private synchronized void rest(String origin, String why) {
        resting.remove(origin);
        if (resting.size() >= MOST) {
            resting.remove(resting.keySet().iterator().next());
        }
        resting.put(origin, new Rest(nanos.getAsLong() + REST.toNanos(), null, why));
    }

    private static String origin(URI url) {
        return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}
