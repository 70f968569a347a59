package dev.darkroom.fetch;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.inspect.StreamJudge;
import dev.darkroom.inspect.Verdict;
import java.util.Arrays;
import java.util.Optional;

/**
 * Looks at bytes while they come, so that what will be refused in the end does not cost its gigabytes before. It may only
 * refuse: what it lets pass is still to be verified and inspected.
 */
final class FirstLook {
    private final SourceUri source;
    private final StreamJudge judge;
    private final Form form;
    private final byte[] head = new byte[NoImage.HEAD];
    private int filled;
    private boolean over;
    private FailureException refusal;

    /** What the bytes are. */
    enum Form {
        /** As the origin sends them; when they are compressed, nothing can be said of them. */
        DOWNLOADED,
        /** The image itself; when they are compressed, they were so twice. */
        UNPACKED
    }

    FirstLook(SourceUri source, StreamJudge judge, Form form) {
        this.source = source;
        this.judge = judge;
        this.form = form;
    }

    /** Takes the next bytes. */
    void take(byte[] bytes, int length) {
        if (over) {
            return;
        }
        Optional<Verdict.Refused> verdict = judge.take(bytes, 0, length);
        if (filled < head.length) {
            int more = Math.min(length, head.length - filled);
            System.arraycopy(bytes, 0, head, filled, more);
            filled += more;
            if (filled < head.length) {
                return;
            }
            judgeHead();
        }
        if (!over) {
            verdict.ifPresent(
                    refused -> refuse(new FailureException(refused.code(), source + ": " + refused.reason())));
        }
    }

    /** Why the image will not be taken; empty while nothing speaks against it. */
    Optional<FailureException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** @throws FailureException why the image will not be taken */
    void require() {
        if (refusal != null) {
            throw refusal;
        }
    }

    private void judgeHead() {
        if (Compression.of(Arrays.copyOf(head, Compression.HEAD)).isPresent()) {
            switch (form) {
                case DOWNLOADED -> over = true;
                case UNPACKED -> refuse(twice(source));
            }
        } else {
            NoImage.of(head).ifPresent(what -> refuse(what.refusal(source)));
        }
    }

    static FailureException twice(SourceUri source) {
        return new FailureException(
                FailureCode.COMPRESSION_INVALID,
                source + " holds another compressed stream; one layer is undone: publish it with one");
    }

    private void refuse(FailureException why) {
        over = true;
        refusal = why;
    }
}
