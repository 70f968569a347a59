package dev.darkroom.cli.ask;

import javax.net.ssl.SSLContext;

/**
 * How a Darkroom elsewhere is asked.
 *
 * @param token   says who asks; null: nobody in particular
 * @param trusted which certificates it may have; null: those that the JDK trusts
 */
public record Credentials(String token, SSLContext trusted) {
    @Override
    public String toString() {
        return "credentials"; // Never the token.
    }
}
