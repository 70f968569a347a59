package dev.darkroom.cli.ask;

import java.nio.file.Path;

/**
 * How a Darkroom elsewhere is asked.
 *
 * @param token  says who asks; null: nobody in particular
 * @param cacert a file of certificates in PEM that are trusted instead of those of the JDK; null: none
 */
public record Credentials(String token, Path cacert) {
    public static final Credentials NONE = new Credentials(null, null);

    @Override
    public String toString() {
        return "credentials"; // Never the token.
    }
}
