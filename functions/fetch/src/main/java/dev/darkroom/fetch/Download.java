package dev.darkroom.fetch;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.fetch.origin.Origin;
import dev.darkroom.fetch.origin.OriginTrouble;
import dev.darkroom.fetch.origin.RetryPolicy;
import dev.darkroom.staging.Staging.Reservation;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One source on its way into one work file. Goes on where an earlier attempt, or an earlier process, stopped; begins anew
 * when the origin cannot continue or has other bytes by now. Every byte is hashed, those of an earlier process too.
 */
final class Download implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Download.class);
    /** How often the origin may have other bytes before that is a failure. */
    private static final int MOST_CHANGES = 2;
    /** So much is looked at before more is asked of the network. */
    private static final int FIRST = 16 * 1024;

    private final DownloadJob job;
    private final Origin origin;
    private final RetryPolicy retry;
    private final GrowingFile file;
    private final Reservation space;
    private final Ending ending;
    private DownloadState state;
    /** Empty where bytes of an earlier process are gone on with: it looked at those. */
    private Optional<FirstLook> look = Optional.empty();

    private boolean rangesWork = true;
    private boolean continued;
    /** Whether bytes of another tag are of another file; if not, they may come from another mirror. */
    private boolean tagsCount = true;

    private boolean mirrorsTried;
    private int changes;
    private long furthest;

    /** @param space reserved for the file; held by the caller, who gives it back */
    Download(DownloadJob job, Origin origin, RetryPolicy retry, GrowingFile file, Reservation space) {
        this.job = job;
        this.origin = origin;
        this.retry = retry;
        this.file = file;
        this.space = space;
        this.ending = new Ending(job.proven());
        this.state = DownloadState.left(job).orElse(null);
        if (state != null) {
            file.takeOver();
        }
        if (file.size() == 0) {
            startOver();
        }
        continued = file.size() > 0;
        furthest = file.size();
    }

    /** Whether bytes of an earlier attempt or process are among what {@link #digests()} is about. */
    boolean continued() {
        return continued;
    }

    /** Whether nothing but a checksum can tell that all of the bytes have come. */
    boolean mayBeCut() {
        return ending.mayBeCut();
    }

    Map<Algorithm, Digest> digests() {
        return file.digests();
    }

    /** Downloads it another time, as if it had never come. */
    void repeat() {
        startOver();
        furthest = 0;
        complete();
    }

    /** Forgets what there is. */
    private void startOver() {
        file.restart();
        DownloadState.delete(job.stateFile());
        state = null;
        look = Optional.of(job.looks().get());
        continued = false;
        tagsCount = true;
    }

    /** Returns when the file is complete. */
    void complete() {
        while (!isComplete()) {
            try {
                if (ask()) {
                    return;
                }
            } catch (IOException e) {
                // Progress is what was never reached before: an origin without ranges sends the same bytes each time.
                if (file.size() > furthest) {
                    furthest = file.size();
                    retry.renew();
                }
                retry.endure(job.source(), e);
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private boolean isComplete() {
        return state != null && state.total() >= 0 && file.size() == state.total() && file.size() > 0;
    }

    /** @return whether everything is here now; false: ask again at once */
    private boolean ask() throws IOException {
        // Without a validator only a checksum can tell whether the rest belongs to the beginning.
        boolean canContinue =
                rangesWork && state != null && file.size() > 0 && (state.validator() != null || job.proven());
        if (!canContinue && file.size() > 0) {
            startOver();
        }
        String validator = state == null || !tagsCount ? null : state.validator();
        var ask = new Origin.Ask(job.source(), "source_url", file.size(), validator, job.http(), job.deadline());
        try (Origin.Answer answer = origin.open(ask)) {
            return switch (answer.kind()) {
                case WHOLE -> whole(answer);
                case REST -> rest(answer);
                case BEYOND -> beyond(answer);
            };
        }
    }

    private boolean whole(Origin.Answer answer) throws IOException {
        if (file.size() > 0) {
            if (isOther(answer)) {
                if (mayBeOfAMirror(answer)) {
                    LOG.debugf(
                            "%s has another tag and the same length: the rest may be of another mirror", job.source());
                    tagsCount = false;
                    mirrorsTried = true;
                    return false;
                }
                changed();
            } else {
                LOG.debugf("%s does not continue: from the beginning", job.source());
            }
            startOver();
        }
        return receive(answer, answer.total(), answer.validator());
    }

    /** Which may be a piece of the rest only (RFC 9110 §15.3.7): all is here when the total is. */
    private boolean rest(Origin.Answer answer) throws IOException {
        boolean fits = file.size() > 0 && answer.from() == file.size() && state.fits(answer) && !isOther(answer);
        if (!fits) {
            LOG.infof("%s continued with other bytes than asked for: from the beginning", job.source());
            refuseRanges();
            return false;
        }
        continued = true;
        long total = answer.total() >= 0 ? answer.total() : state.total();
        String validator = answer.validator() != null ? answer.validator() : state.validator();
        return receive(answer, total, validator) && file.size() == total;
    }

    private boolean beyond(Origin.Answer answer) throws IOException {
        boolean complete = file.size() > 0 && answer.total() == file.size() && !isOther(answer);
        if (!complete) {
            refuseRanges();
        }
        return complete;
    }

    /** An origin that answers a plain question in ranges, again and again, is not one. */
    private void refuseRanges() throws IOException {
        if (file.size() == 0) {
            throw OriginTrouble.parts();
        }
        rangesWork = false;
    }

    /** Once: where it was not so, the checksum says it, and then every tag counts. */
    private boolean mayBeOfAMirror(Origin.Answer answer) {
        return job.proven() && !mirrorsTried && rangesWork && answer.total() >= 0 && answer.total() == state.total();
    }

    private boolean isOther(Origin.Answer answer) {
        return tagsCount && state != null && state.isOfOther(answer);
    }

    private void changed() {
        if (++changes > MOST_CHANGES) {
            throw new FailureException(
                    FailureCode.ORIGIN_CHANGED,
                    job.source() + " changed " + changes + " times while it was downloaded; it is tried again later");
        }
        LOG.infof("%s has changed: from the beginning", job.source());
        furthest = 0;
    }

    /**
     * @param total     bytes in all; -1 when not known
     * @param validator of all of them; null when there is none
     * @return whether all of the answer is here; false: it has to begin anew
     */
    private boolean receive(Origin.Answer answer, long total, String validator) throws IOException {
        long end = answer.length() < 0 ? -1 : file.size() + answer.length();
        ending.isToldBy(answer.body().end());
        if (!job.proven()) {
            answer.requireEnd(job.source());
        }
        job.limits().requireDownload(job.source(), Math.max(end, total));
        reserve(Math.max(file.size(), Math.max(end, total)));
        state = new DownloadState(job.identity(), validator, total, job.boot());
        state.write(job.stateFile());
        boolean more = true;
        while (more) {
            more = copy(answer.body(), total);
            Optional<FailureException> refusal = look.flatMap(FirstLook::refusal);
            if (refusal.isPresent()) {
                refused(refusal.get());
                return false;
            }
            job.deadline().require(job.source(), Duration.ZERO);
        }
        if (end >= 0 && file.size() != end) {
            throw unlikeAnnounced(end);
        }
        return true;
    }

    /** Parts that were put together may be of two files, and look worse than either: the whole decides. */
    private void refused(FailureException why) {
        if (!continued) {
            throw why;
        }
        LOG.infof("%s looks wrong where it was continued (%s): from the beginning", job.source(), why.getMessage());
        rangesWork = false;
        startOver();
    }

    /** Copies one buffer. @return whether there may be more */
    private boolean copy(Origin.Body body, long total) throws IOException {
        byte[] buffer = file.buffer();
        Piece piece = Piece.read(body, buffer, file.size() == 0 ? FIRST : buffer.length);
        long size = file.size() + piece.length();
        job.limits().requireDownload(job.source(), size);
        ensure(size);
        look.ifPresent(first -> first.take(buffer, piece.length()));
        file.write(buffer, piece.length());
        space.written(size);
        job.arrived().accept(piece.length());
        job.deadline().came(job.source(), piece.length(), piece.nanos());
        job.progress().at(size, total);
        if (piece.cut() != null && look.flatMap(FirstLook::refusal).isEmpty()) {
            if (!ending.takesForAll(piece.cut(), size)) {
                throw piece.cut();
            }
            return false;
        }
        return !piece.last();
    }

    private OriginTrouble unlikeAnnounced(long end) {
        boolean more = file.size() > end;
        var trouble = new OriginTrouble(
                FailureCode.DOWNLOAD_TRUNCATED,
                "it announced bytes up to " + end + " but sent " + (more ? "more" : "only " + file.size()));
        if (more) {
            startOver();
        }
        return trouble;
    }

    /** Who does not know how much will come gives back what did: it could hold up all others for ever, and they it. */
    private void ensure(long size) {
        try {
            job.deadline().pausedFor(() -> space.ensure(size));
        } catch (FailureException e) {
            startOver();
            throw e;
        }
    }

    /** @param most bytes that the file will have as far as is known */
    private void reserve(long most) {
        space.written(file.size());
        job.deadline().pausedFor(() -> space.resize(most));
    }
}
