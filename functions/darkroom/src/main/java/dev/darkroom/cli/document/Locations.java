package dev.darkroom.cli.document;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.UrlSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where documents are: paths, and http: or https: URLs. */
final class Locations {
    private static final Pattern URL = Pattern.compile("(?i)https?://.*");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final Pattern EXTENSION = Pattern.compile("\\.(ya?ml|json)(\\.j2)?$");
    private static final int LONGEST_NAME = 128;

    private Locations() {}

    static boolean isUrl(String location) {
        return URL.matcher(location).matches();
    }

    /** A document as it is asked for: a path without detours, a URL as it is written, for only its server can read it. */
    static String asked(String location) {
        try {
            return isUrl(location) ? location : Path.of(location).normalize().toString();
        } catch (InvalidPathException e) {
            return location; // Reading it will say what is wrong.
        }
    }

    /** One spelling for one document that is asked for, so that it is recognised when it is met again. */
    static String same(String asked) {
        try {
            return isUrl(asked) ? new URI(asked).normalize().toString() : asked;
        } catch (URISyntaxException e) {
            return asked;
        }
    }

    /**
     * What an include means in the document that has it. A document from the web leads only to others on the web.
     *
     * @throws IllegalArgumentException saying what it must be
     */
    static String included(String from, String include) {
        UrlSecrets.refuse("include", include);
        if (isUrl(include)) {
            return include;
        }
        if (SCHEME.matcher(include).matches()) {
            throw new IllegalArgumentException(refusal(include));
        }
        try {
            return isUrl(from)
                    ? onTheWeb(new URI(from).resolve(new URI(include)), include)
                    : asked(Path.of(from).resolveSibling(include).toString());
        } catch (URISyntaxException | InvalidPathException e) {
            throw new IllegalArgumentException("include cannot be read as a path: " + UrlSecrets.quote(include), e);
        }
    }

    /** One letter before a colon is no scheme in a path, but it is one in what a URL is resolved against. */
    private static String onTheWeb(URI resolved, String include) {
        if (!isUrl(resolved.toString())) {
            throw new IllegalArgumentException(refusal(include));
        }
        return resolved.toString();
    }

    private static String refusal(String include) {
        return "include must be a path relative to its document, or an http: or https: URL, but is "
                + UrlSecrets.quote(include);
    }

    /** Whether a text ends as the name of a document does. */
    static boolean isDocument(String text) {
        return EXTENSION.matcher(text).find();
    }

    /** What a catalogue is called that does not say it: as its file. */
    static CatalogueName name(String location) {
        String path = UrlSecrets.clean(location);
        String file = EXTENSION
                .matcher(path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT))
                .replaceFirst("");
        String name = file.replaceAll("[^a-z0-9_.-]+", "_").replaceFirst("^[_.-]+", "");
        return new CatalogueName(
                name.isEmpty() ? "catalogue" : name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }
}
