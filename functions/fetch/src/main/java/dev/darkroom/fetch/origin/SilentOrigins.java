package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Leaves origins alone that give no answer, whatever they are asked. Each image that waits for one keeps another from being
 * fetched: when one has asked in vain as often as it may, the others are told so at once, and now and then one of them looks
 * whether the origin is back, with a single request.
 */
final class SilentOrigins {
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
     */
    private record Rest(long end, Long looked) {}

    /** A question to an origin. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws IOException;
    }

    /** An origin gave no answer. */
    static final class NoAnswer extends IOException {
        private final transient Runnable rest;

        private NoAnswer(IOException why, Runnable rest) {
            super(Words.of(why), why);
            this.rest = rest;
        }

        /** Whoever asked gives up. @return for how long the origin is left alone */
        Duration giveUp() {
            rest.run();
            return REST;
        }
    }

    /** @param nanos a clock that only runs forward */
    SilentOrigins(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Asks, unless the origin is left alone.
     *
     * @param url      of which the host and port are meant
     * @param question any answer to which shows that there is somebody
     * @throws NoAnswer         when there is none
     * @throws FailureException when it is left alone
     */
    <T> T ask(SourceUri url, Question<T> question) throws IOException {
        String origin = origin(url.exact());
        require(url, origin);
        boolean answered = false;
        try {
            T answer = question.ask();
            answered = true;
            return answer;
        } catch (IOException e) {
            throw new NoAnswer(e, () -> rest(origin));
        } finally {
            conclude(origin, answered);
        }
    }

    private synchronized void require(SourceUri url, String origin) {
        Rest rest = resting.get(origin);
        while (rest != null && rest.looked != null && left(rest.looked, MOMENT) > 0) {
            await(url, left(rest.looked, MOMENT));
            rest = resting.get(origin);
        }
        if (rest == null) {
            return;
        }
        long now = nanos.getAsLong();
        if (now - rest.end < 0) {
            throw new FailureException(
                    FailureCode.ORIGIN_UNAVAILABLE,
                    url + " was not asked for: " + origin + " has given no answer lately, and is left alone for "
                            + Texts.of(REST) + " each time",
                    REST,
                    null);
        }
        if (left(rest.end, REST) > 0) {
            resting.put(origin, new Rest(now + LONGEST_LOOK.toNanos(), now));
        } else {
            resting.remove(origin); // It was long ago.
        }
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

    private synchronized void conclude(String origin, boolean answered) {
        if (answered) {
            resting.remove(origin);
        } else if (resting.containsKey(origin)) {
            rest(origin);
        }
        notifyAll();
    }

    private synchronized void rest(String origin) {
        resting.remove(origin);
        if (resting.size() >= MOST) {
            resting.remove(resting.keySet().iterator().next());
        }
        resting.put(origin, new Rest(nanos.getAsLong() + REST.toNanos(), null));
    }

    private static String origin(URI url) {
        return (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}
