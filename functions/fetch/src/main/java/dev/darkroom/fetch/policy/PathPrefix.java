package dev.darkroom.fetch.policy;

import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.util.regex.Pattern;

/**
 * The beginning of a URL's path, whole segments of it.
 *
 * @param path as it stands in URLs, without a slash at its end; empty for every path
 */
record PathPrefix(String path) {
    private static final Pattern FORM = Pattern.compile("(?:/[^?#\\s\\p{Cntrl}]*)?");
    /** Also with a backslash, which some servers take for a slash, and a semicolon, from which on some leave a segment out. */
    private static final Pattern DOTS = Pattern.compile("(?:^|.*[/\\\\])\\.\\.?(?:[/\\\\;].*|$)", Pattern.DOTALL);
    /** An escaped escape: whoever unescapes twice sees another path. */
    private static final String TWICE = "%25";
    // Behind the patterns, which it is judged by.
    static final PathPrefix ANY = new PathPrefix("");

    PathPrefix {
        if (!FORM.matcher(path).matches()
                || path.contains(TWICE)
                || DOTS.matcher(path.replaceAll("%2[eE]", ".")).matches()) {
            throw new IllegalArgumentException(
                    "must be a path as it stands in a URL, such as /images, but is " + Texts.quote(path));
        }
        path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Whether it holds what a URL names; never where dots lead out of it again, however they are written. */
    boolean holds(SourceUri url) {
        String asked = url.exact().getRawPath();
        return path.isEmpty()
                || (asked.equals(path) || asked.startsWith(path + "/"))
                        && !asked.contains(TWICE)
                        && !DOTS.matcher(url.exact().getPath()).matches();
    }
}
