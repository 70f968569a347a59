package dev.darkroom.events;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A hash with its algorithm, written {@code sha256:<64 hex digits>}. */
public record Digest(Algorithm algorithm, String hex) {

    /** The algorithms that catalogues name; md5 and sha1 are too weak to stand alone. */
    public enum Algorithm {
        MD5("MD5", 32, false),
        SHA1("SHA-1", 40, false),
        SHA256("SHA-256", 64, true),
        SHA512("SHA-512", 128, true);

        /** A regular expression for the label of any. */
        public static final String ANY_LABEL =
                Stream.of(values()).map(Algorithm::label).collect(Collectors.joining("|"));

        private final String jca;
        private final int hexDigits;
        private final boolean strong;

        Algorithm(String jca, int hexDigits, boolean strong) {
            this.jca = jca;
            this.hexDigits = hexDigits;
            this.strong = strong;
        }

        /** A hash to be fed by hand. */
        public MessageDigest newHash() {
            try {
                return MessageDigest.getInstance(jca);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has " + jca, e);
            }
        }

        public int hexDigits() {
            return hexDigits;
        }

        /** Whether a match proves that the bytes are the wanted ones. */
        public boolean strong() {
            return strong;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return label();
        }
    }

    public Digest {
        hex = hex.toLowerCase(Locale.ROOT);
        if (hex.length() != algorithm.hexDigits() || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException(
                    algorithm + " must be " + algorithm.hexDigits() + " hex digits but is " + UrlSecrets.quote(hex));
        }
    }

    public static Digest of(Algorithm algorithm, byte[] hash) {
        return new Digest(algorithm, HexFormat.of().formatHex(hash));
    }

    /** That of these bytes. */
    public static Digest sha256(byte[] bytes) {
        return of(Algorithm.SHA256, Algorithm.SHA256.newHash().digest(bytes));
    }

    /** Reads {@code algorithm:hex}. @throws IllegalArgumentException naming the value and the form */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon > 0) {
            String label = text.substring(0, colon).toLowerCase(Locale.ROOT);
            for (Algorithm algorithm : Algorithm.values()) {
                if (algorithm.label().equals(label)) {
                    return new Digest(algorithm, text.substring(colon + 1));
                }
            }
        }
        throw new IllegalArgumentException(
                "checksum must be sha256:<hex> or sha512:<hex> (md5, sha1 beside one) but is "
                        + UrlSecrets.quote(text));
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
