package dev.darkroom.events;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that an image's bytes were verified by when they came: {@code sha512} for a checksum that matched, {@code
 * openpgp:<fingerprint>} for the key that signed it. Without white space, so that a row of them is one text.
 */
public record Proof(String text) implements Comparable<Proof> {
    private static final Pattern FORM = Pattern.compile("md5|sha1|sha256|sha512|openpgp:[0-9A-F]{40}(?:[0-9A-F]{24})?");
    private static final String OPENPGP = "openpgp:";

    public Proof {
        if (!FORM.matcher(Fields.require("verified", text)).matches()) {
            throw new IllegalArgumentException(
                    "verified must be a checksum's algorithm or openpgp:<fingerprint> but is " + Texts.quote(text));
        }
    }

    /** A checksum of this algorithm matched. */
    public static Proof checksum(Digest.Algorithm algorithm) {
        return new Proof(algorithm.label());
    }

    /** Whoever holds this key signed the checksum. */
    public static Proof openPgp(String fingerprint) {
        return new Proof(OPENPGP + fingerprint);
    }

    /** Whether it says who vouches for the bytes, not only that they are the wanted ones. */
    public boolean isSignature() {
        return text.startsWith(OPENPGP);
    }

    /** Of the key, when an OpenPGP signature proves it. */
    public String fingerprint() {
        return isSignature() ? text.substring(OPENPGP.length()) : "";
    }

    /** A row of them as one text; {@link #parse} reads it. */
    public static String join(Collection<Proof> proofs) {
        return new TreeSet<>(proofs).stream().map(Proof::text).collect(Collectors.joining(" "));
    }

    /** @throws IllegalArgumentException naming what is no proof */
    public static List<Proof> parse(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split(" ")).map(Proof::new).toList();
    }

    @Override
    public int compareTo(Proof other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
