package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds the hashes that a source must have: those of the catalogue, and those of the sums file that it names. */
final class ExpectedDigests {
    private static final ByteSize LONGEST = ByteSize.ofMiB(1);

    private final Origin origin;

    ExpectedDigests(Origin origin) {
        this.origin = origin;
    }

    /** All of them must match; empty when the catalogue gives none. */
    List<Digest> of(SourceUri source, Checksum checksum, Patience patience) {
        var expected = new ArrayList<>(checksum.digests());
        if (checksum.sums() != null) {
            String text = read(checksum.sums(), patience);
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

    private String read(SourceUri sums, Patience patience) {
        while (true) {
            try (Origin.Answer answer = origin.open(Origin.Ask.whole(sums))) {
                return read(sums, answer);
            } catch (IOException e) {
                patience.endure(sums, e);
            }
        }
    }

    private static String read(SourceUri sums, Origin.Answer answer) throws IOException {
        if (answer.kind() != Origin.Kind.WHOLE) {
            throw new OriginTrouble(
                    FailureCode.ORIGIN_UNAVAILABLE, "it answered in parts although the whole was asked for");
        }
        var text = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read; (read = answer.body().read(buffer, 0, buffer.length)) >= 0; ) {
            text.write(buffer, 0, read);
            if (text.size() > LONGEST.bytes()) {
                throw new FailureException(
                        FailureCode.CHECKSUM_UNAVAILABLE,
                        "the sums file " + sums + " is larger than " + LONGEST + ": it is not one");
            }
        }
        if (answer.length() >= 0 && text.size() != answer.length()) {
            throw new OriginTrouble(
                    FailureCode.DOWNLOAD_TRUNCATED,
                    "it announced " + answer.length() + " bytes but sent " + text.size());
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
