package dev.darkroom.registry.access;

import dev.darkroom.events.Texts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the bearer of a token may do. The token itself is known to its bearer alone.
 *
 * @param name   who that is, for logs and histories
 * @param rights of {@link Rights}
 * @param hash   the token's SHA-256, in lower-case hex
 */
record Grant(String name, Set<String> rights, String hash) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

    /**
     * Reads {@code NAME RIGHTS HASH}.
     *
     * @throws IllegalArgumentException saying what is wrong, and nothing of what might be a token
     */
    static Grant read(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException("has " + words.length + " words instead of NAME RIGHTS HASH");
        }
        if (!NAME.matcher(words[0]).matches()) {
            throw new IllegalArgumentException("begins with no name of letters, digits and . _ @ -");
        }
        if (!HASH.matcher(words[2]).matches()) {
            throw new IllegalArgumentException("names for " + Texts.quote(words[0])
                    + " no SHA-256 in 64 hexadecimal digits: `printf %s TOKEN | sha256sum` prints it");
        }
        try {
            Set<String> rights =
                    Arrays.stream(words[1].split(",", -1)).map(Rights::of).collect(Collectors.toUnmodifiableSet());
            return new Grant(words[0], rights, words[2].toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "gives " + Texts.quote(words[0]) + " rights that are not some of read,publish,retry", e);
        }
    }

    /** In a time that tells nothing of the token. */
    boolean isFor(String other) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
