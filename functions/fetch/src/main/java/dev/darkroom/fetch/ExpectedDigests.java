package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.util.ArrayList;
import java.util.List;

/** Finds the hashes that a source must have: those of the catalogue, and those of the sums file that it names. */
final class ExpectedDigests {
    private static final ByteSize LONGEST = ByteSize.ofMiB(1);

    private final SmallText texts;

    ExpectedDigests(Origin origin) {
        this.texts = new SmallText(origin, LONGEST);
    }

    /** All of them must match; empty when the catalogue gives none. */
    List<Digest> of(SourceUri source, Checksum checksum, Patience patience, Deadline deadline) {
        var expected = new ArrayList<>(checksum.digests());
        if (checksum.sums() != null) {
            String text = texts.read(checksum.sums(), patience, deadline);
            expected.addAll(SumsFile.read(checksum.sums(), text, source.fileName()));
        }
        boolean weak = expected.stream().noneMatch(digest -> digest.algorithm().strong());
        if (!expected.isEmpty() && weak && !checksum.allowWeak()) {
            throw new FailureException(
                    FailureCode.CHECKSUM_UNAVAILABLE,
                    "the sums file " + checksum.sums() + " gives only md5 or sha1, which prove nothing;"
                            + " give sha256 or sha512, or set checksum_allow_weak: true");
        }
        return expected;
    }
}
