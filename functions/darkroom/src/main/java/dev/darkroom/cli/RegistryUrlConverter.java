package dev.darkroom.cli;

import dev.darkroom.events.UrlSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where a Darkroom runs. */
final class RegistryUrlConverter implements ITypeConverter<URI> {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Override
    public URI convert(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw wrong(text); // What Java says quotes all of it.
        }
        if (url.getHost() == null || url.getScheme() == null || !SCHEMES.contains(url.getScheme())) {
            throw wrong(text);
        }
        if (url.getRawUserInfo() != null) {
            throw new TypeConversionException(
                    "takes no user or password: Darkroom takes tokens, from --token-file or DARKROOM_TOKEN");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw wrong(text);
        }
        return url;
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException(
                "must be a URL such as http://127.0.0.1:8080 but is " + UrlSecrets.quote(text));
    }
}
