package dev.darkroom.events;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that an image's bytes were verified by when they came: {@code sha512} for a checksum that matched, {@code
 * openpgp:<fingerprint>} for the key that signed it, {@code cosign:<subject>;issuer=<issuer>;log=<log>/<index>} for the
 * identity that signed it or the bytes themselves. Without white space, so that a row of them is one text.
 */
public record Proof(String text) implements Comparable<Proof> {
    private static final Pattern CHECKSUM = Pattern.compile(Digest.Algorithm.ANY_LABEL);
    private static final Pattern OPENPGP = Pattern.compile("openpgp:(" + OpenPgpSignature.FINGERPRINT + ")");
    /** Printable, but for white space and the semicolon: what e-mail addresses and URIs are made of. */
    private static final String NAME = "[!-:<-~]{1,1024}";

    private static final Pattern COSIGN =
            Pattern.compile("cosign:(" + NAME + ");issuer=(" + NAME + ");log=([A-Za-z0-9.:-]{1,255}/[0-9]{1,19})");

    public Proof {
        Fields.require("verified", text);
        if (!CHECKSUM.matcher(text).matches()
                && !OPENPGP.matcher(text).matches()
                && !COSIGN.matcher(text).matches()) {
            throw new IllegalArgumentException("verified must be a checksum's algorithm, openpgp:<fingerprint> or"
                    + " cosign:<subject>;issuer=<issuer>;log=<log>/<index> but is " + Texts.quote(text));
        }
    }

    /** A checksum of this algorithm matched. */
    public static Proof checksum(Digest.Algorithm algorithm) {
        return new Proof(algorithm.label());
    }

    /** Whoever holds this key signed the checksum. */
    public static Proof openPgp(String fingerprint) {
        return new Proof("openpgp:" + fingerprint);
    }

    /**
     * Whoever the issuer calls by this subject signed the checksum, or the bytes, as a transparency log says in public.
     *
     * @param log the log's name, a slash and the index of its entry
     */
    public static Proof cosign(String subject, String issuer, String log) {
        return new Proof("cosign:" + subject + ";issuer=" + issuer + ";log=" + log);
    }

    /** Whether this can be said of an issuer or a subject. */
    public static boolean isName(String text) {
        return text.matches(NAME);
    }

    /** Whether it says who vouches for the bytes, not only that they are the wanted ones. */
    public boolean isSignature() {
        return !CHECKSUM.matcher(text).matches();
    }

    /** Of the key, when an OpenPGP signature proves it; else empty. */
    public String fingerprint() {
        return group(OPENPGP, 1);
    }

    /** Who signed, when a bundle proves it; else empty. */
    public String subject() {
        return group(COSIGN, 1);
    }

    /** Who says that it was the subject; else empty. */
    public String issuer() {
        return group(COSIGN, 2);
    }

    private String group(Pattern form, int number) {
        Matcher matcher = form.matcher(text);
        return matcher.matches() ? matcher.group(number) : "";
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
