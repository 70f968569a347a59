package dev.darkroom.fetch.verify;

import dev.darkroom.events.Proof;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Something that proves an image's bytes, and what it takes to judge it again when they are used later.
 *
 * @param proof what everybody is told
 * @param basis what a signature stands on: the fingerprint of the very key that made it, the hash of the trusted roots; empty
 *              for a checksum
 * @param until when a signature expires; null when it does not
 */
public record Evidence(Proof proof, String basis, Instant until) implements Comparable<Evidence> {
    public Evidence {
        if (proof.isSignature() == basis.isEmpty() || basis.contains(" ")) {
            throw new IllegalArgumentException("a signature, and nothing else, stands on something: " + proof);
        }
    }

    public static Evidence of(Proof checksum) {
        return new Evidence(checksum, "", null);
    }

    /** A row of them as one text; {@link #parse} reads it. */
    public static String join(Collection<Evidence> evidence) {
        return new TreeSet<>(evidence).stream().map(Evidence::text).collect(Collectors.joining("\n"));
    }

    /** @throws IllegalArgumentException when it is no such text */
    public static List<Evidence> parse(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split("\n")).map(Evidence::one).toList();
    }

    private static Evidence one(String text) {
        String[] parts = text.split(" ");
        try {
            return new Evidence(
                    new Proof(parts[0]),
                    parts.length > 1 ? parts[1] : "",
                    parts.length > 2 ? Instant.parse(parts[2]) : null);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time: " + parts[2], e);
        }
    }

    private String text() {
        return (proof + " " + basis + (until == null ? "" : " " + until)).strip();
    }

    @Override
    public int compareTo(Evidence other) {
        return text().compareTo(other.text());
    }
}
