package dev.darkroom.fetch.cosign;

import dev.darkroom.events.Proof;
import dev.darkroom.events.Texts;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Somebody who may sign: an issuer of identities, and whom it must have called by which subject.
 *
 * @param issuer  exactly
 * @param subject exactly, but for each {@code *}, which stands for any characters without {@code /} and {@code @}: no pattern
 *                reaches beyond the part of a path, or of an address, in which its asterisk stands
 */
public record Identity(String issuer, Pattern subject) {
    private static final Pattern ISSUER = Pattern.compile("https://[!-)+-:<-~]{1,1016}");
    private static final String ANY = "[!-.0-:<-?A-~]*";

    /**
     * Reads the two as an operator writes them, with a space between.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    public static Identity parse(String text) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "must be an issuer and a subject with a space between them but is " + Texts.quote(text));
        }
        if (!ISSUER.matcher(parts[0]).matches()) {
            throw new IllegalArgumentException(
                    "must begin with an issuer's whole URL, https://..., but begins with " + Texts.quote(parts[0]));
        }
        if (!Proof.isName(parts[1]) || parts[1].contains("**")) {
            throw new IllegalArgumentException(
                    "must end with a subject, an e-mail address or a URI in which one * stands"
                            + " for any characters but / and @, but ends with " + Texts.quote(parts[1]));
        }
        return new Identity(
                parts[0],
                Pattern.compile(Arrays.stream(parts[1].split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(ANY))));
    }

    boolean is(String byIssuer, String bySubject) {
        // Whatever is no name cannot be passed on, though a certificate may say it.
        return issuer.equals(byIssuer)
                && Proof.isName(bySubject)
                && subject.matcher(bySubject).matches();
    }
}
