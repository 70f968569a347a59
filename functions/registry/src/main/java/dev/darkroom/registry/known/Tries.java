package dev.darkroom.registry.known;

import java.time.Instant;

/**
 * How an image has been asked for.
 *
 * @param asked           how often; the next request carries this number as its attempt
 * @param firstAttempt    the attempt with which the present row of tries began; the back-off grows from here
 * @param promptSince     since when it is to be asked for at once; null: only when its time has come
 * @param askedAt         when it was asked for last; null: never
 * @param heardAt         when something new was heard of it last; null: never
 * @param dueAt           when it is asked for next; null: nothing is open
 * @param unfinishedSince since when it has not been finished everywhere; null: it is
 */
public record Tries(
        int asked,
        int firstAttempt,
        Instant promptSince,
        Instant askedAt,
        Instant heardAt,
        Instant dueAt,
        Instant unfinishedSince) {
    /** No more than so many attempts are believed of others: above them there is room for those that are still to come. */
    private static final int BELIEVED = 900_000;

    static final Tries NONE = new Tries(0, 0, null, null, null, null, null);

    /**
     * The attempt that an event says it belongs to; one that was not asked for, and is higher than anybody can have asked, is
     * taken for the highest believed.
     */
    int believed(int attempt) {
        return attempt < asked ? attempt : Math.min(attempt, BELIEVED);
    }

    /** The attempt that was asked for last. */
    public int latest() {
        return Math.max(0, asked - 1);
    }

    Tries ask(Instant now) {
        return new Tries(asked + 1, firstAttempt, null, now, heardAt, dueAt, unfinishedSince);
    }

    /** An event of an attempt shows that it was asked for, even when that was in an earlier life of the registry. */
    Tries saw(int attempt) {
        return new Tries(
                Math.max(asked, attempt + 1), firstAttempt, promptSince, askedAt, heardAt, dueAt, unfinishedSince);
    }

    Tries promptly(Instant now) {
        return new Tries(
                asked, firstAttempt, promptSince == null ? now : promptSince, askedAt, heardAt, dueAt, unfinishedSince);
    }

    /** A new row of tries: the back-off begins anew. */
    Tries afresh() {
        return new Tries(asked, asked, promptSince, askedAt, heardAt, dueAt, unfinishedSince);
    }

    Tries heard(Instant now) {
        return new Tries(asked, firstAttempt, promptSince, askedAt, now, dueAt, unfinishedSince);
    }

    /** What a clock that went ahead has left behind counts as of now. */
    Tries notAfter(Instant now) {
        return new Tries(
                asked,
                firstAttempt,
                earlier(promptSince, now),
                earlier(askedAt, now),
                earlier(heardAt, now),
                dueAt,
                earlier(unfinishedSince, now));
    }

    private static Instant earlier(Instant at, Instant now) {
        return at != null && at.isAfter(now) ? now : at;
    }

    /** Since when nothing has happened to it; null: nothing ever has. */
    public Instant silentSince() {
        if (askedAt == null || heardAt == null) {
            return askedAt == null ? heardAt : askedAt;
        }
        return askedAt.isAfter(heardAt) ? askedAt : heardAt;
    }

    /** @param now null: it is finished everywhere */
    public Tries unfinished(Instant now) {
        return new Tries(
                asked,
                firstAttempt,
                promptSince,
                askedAt,
                heardAt,
                dueAt,
                now == null || unfinishedSince == null ? now : unfinishedSince);
    }

    public Tries due(Instant at) {
        return new Tries(asked, firstAttempt, at == null ? null : promptSince, askedAt, heardAt, at, unfinishedSince);
    }
}
