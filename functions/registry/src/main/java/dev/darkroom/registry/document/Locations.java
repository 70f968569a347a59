package dev.darkroom.registry.document;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Shown;
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

    /** One spelling for one document, so that it is recognised when it is met again. */
    static String normalised(String location) {
        try {
            return isUrl(location)
                    ? new URI(location).normalize().toString()
                    : Path.of(location).normalize().toString();
        } catch (URISyntaxException | InvalidPathException e) {
            return location; // Reading it will say what is wrong.
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
            return normalised(include);
        }
        if (SCHEME.matcher(include).matches()) {
            throw new IllegalArgumentException("include must be a path relative to its document, or an http: or https:"
                    + " URL, but is " + Shown.quote(include));
        }
        try {
            if (isUrl(from)) {
                return normalised(new URI(from).resolve(new URI(include)).toString());
            }
            return normalised(Path.of(from).resolveSibling(include).toString());
        } catch (URISyntaxException | InvalidPathException e) {
            throw new IllegalArgumentException("include cannot be read as a path: " + Shown.quote(include), e);
        }
    }

    static String shown(String location) {
        return Shown.clean(location);
    }

    /** What a catalogue is called that does not say it: as its file. */
    static CatalogueName name(String location) {
        String path = Shown.clean(location);
        String file = EXTENSION
                .matcher(path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT))
                .replaceFirst("");
        String name = file.replaceAll("[^a-z0-9_.-]+", "_").replaceFirst("^[_.-]+", "");
        return new CatalogueName(
                name.isEmpty() ? "catalogue" : name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }
}
