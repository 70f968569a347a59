package dev.darkroom.fetch.verify;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** A path, and behind the first line's end a sums file that may name it. */
public final class SumsFuzz {
    private static final SourceUri ADDRESS = SourceUri.parse("https://images.example.org/SHA256SUMS");

    /** One outside text, every character of it escaped, and what is said about it. */
    private static final int LONGEST_MESSAGE = 8 * Texts.SHOWN + 512;

    private SumsFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String input = new String(data, StandardCharsets.UTF_8);
        int end = input.indexOf('\n');
        String path = end < 0 ? "disk.qcow2" : input.substring(0, end);
        String text = input.substring(end + 1);
        try {
            check(SumsFile.read(ADDRESS, text, path), text);
        } catch (FailureException refused) {
            if (refused.code() != FailureCode.CHECKSUM_UNAVAILABLE) {
                throw refused;
            }
            checkMessage(refused.getMessage());
        }
    }

    /** A hash is in the text as it is, and there is one for each algorithm. */
    private static void check(List<Digest> found, String text) {
        EnumSet<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        for (Digest digest : found) {
            if (!algorithms.add(digest.algorithm())
                    || !text.toLowerCase(Locale.ROOT).contains(digest.hex())) {
                throw new AssertionError("made up " + digest);
            }
        }
        if (found.isEmpty()) {
            throw new AssertionError("found nothing, and said nothing");
        }
    }

    private static void checkMessage(String message) {
        if (message.length() > LONGEST_MESSAGE || message.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("not fit for a log: " + message);
        }
    }
}
