package dev.darkroom.events;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where bytes come from. What people write carries no secret: {@link #parse} refuses it. Where an origin redirects to may be
 * signed; {@link #toString()} has no query, and is what logs, messages, properties and the registry's answers show.
 */
public record SourceUri(URI exact) {
    /** What HTTP asks everybody to take (RFC 9110, 4.1): signed ones are long. */
    private static final int LONGEST = 8000;

    private static final int LONGEST_WRITTEN = 2048;
    private static final Set<String> SCHEMES = Set.of("https", "http", "file");

    public SourceUri {
        String shown = Texts.quote(withoutSecrets(exact));
        String scheme = exact.getScheme() == null ? "" : exact.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("URL must begin with https:, http: or file: but is " + shown);
        }
        requireLength(exact.toString(), LONGEST, shown);
        if (exact.getRawUserInfo() != null) {
            throw new IllegalArgumentException("URL must not carry a user name or password: " + shown
                    + "; keep them in darkroom.origins.credentials");
        }
        if (exact.getRawFragment() != null) {
            throw new IllegalArgumentException("URL must not have a fragment (#): " + shown);
        }
        if (!exact.toString().equals(exact.toASCIIString())) {
            throw new IllegalArgumentException("URL must be ASCII, with other characters as %XX: " + shown);
        }
        if (exact.getPort() > 65535) {
            throw new IllegalArgumentException("URL must have a port up to 65535: " + shown);
        }
        if (scheme.equals("file") && (exact.getRawAuthority() != null || exact.getRawQuery() != null)) {
            throw new IllegalArgumentException("URL of a file must have a path only: " + shown);
        }
        if (scheme.equals("file") ? exact.getPath() == null : exact.getHost() == null) {
            throw new IllegalArgumentException(
                    "URL must name " + (scheme.equals("file") ? "a path" : "a host") + ": " + shown);
        }
    }

    /**
     * What people may write.
     *
     * @throws IllegalArgumentException saying what is wrong, without userinfo or query
     */
    public static SourceUri parse(String text) {
        var uri = new SourceUri(uri(text));
        requireLength(text, LONGEST_WRITTEN, Texts.quote(uri));
        UrlSecrets.refuse("URL", text);
        return uri;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The exception's message quotes its input, secrets included: only its reason is passed on.
            throw new IllegalArgumentException(
                    "URL cannot be read: " + e.getReason() + " at character " + e.getIndex());
        }
    }

    /** The last segment of the path: what a sums file calls it; empty when the path ends in a slash. */
    public String fileName() {
        return path().substring(path().lastIndexOf('/') + 1);
    }

    /** With nothing escaped in it; empty when there is none. */
    public String path() {
        return Objects.requireNonNullElse(exact.getPath(), "");
    }

    /**
     * What makes it the same source: the URL with its parameters in any order, as a hash only, since any of them may be a
     * secret that nobody knows as one.
     */
    public String identity() {
        if (exact.getRawQuery() == null) {
            return toString();
        }
        String sorted = Arrays.stream(exact.getRawQuery().split("&")).sorted().collect(Collectors.joining("&"));
        return this + "?#" + ContentHash.of(sorted).hex().substring(0, 16);
    }

    /** Whether it has a signature or a token of its own, as the target of a redirect may. */
    public boolean isSigned() {
        return UrlSecrets.in(exact.toString()).isPresent();
    }

    @Override
    public String toString() {
        return withoutSecrets(exact);
    }

    private static void requireLength(String text, int most, String shown) {
        if (text.length() > most) {
            throw new IllegalArgumentException("URL must be at most " + most + " characters: " + shown);
        }
    }

    private static String withoutSecrets(URI uri) {
        if (uri.isOpaque()) {
            return uri.getScheme() + ":...";
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        // Without a host, a path that holds an @ may be an authority that a slash too many has made a path.
        boolean misplaced = uri.getRawAuthority() == null && !"file".equals(uri.getScheme()) && path.contains("@");
        return (uri.getScheme() == null ? "" : uri.getScheme() + "://") + host(uri) + (misplaced ? "/..." : path);
    }

    /** Host and port; dots where the authority is not one that can be told apart from a user name and password. */
    private static String host(URI uri) {
        String authority = uri.getRawAuthority();
        if (authority == null) {
            return "";
        }
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return UrlUsers.HOST.matcher(host).matches() ? host : "...";
    }
}
