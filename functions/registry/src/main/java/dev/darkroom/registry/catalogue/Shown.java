package dev.darkroom.registry.catalogue;

import dev.darkroom.events.Texts;
import java.util.regex.Pattern;

/** Makes what a document says fit to be shown: bounded, escaped, and without the secrets that URLs carry. */
public final class Shown {
    /** Generous: what is no URL after all loses a few words, and no secret is shown because its URL is malformed. */
    private static final Pattern USER = Pattern.compile("://[^@?#\"]*@");

    private static final Pattern QUERY = Pattern.compile("(://[^?#\"]*)[?#][^\"]*");

    private Shown() {}

    /** The text, cut and escaped; of any URL in it only scheme, host, port and path. */
    public static String clean(String text) {
        return Texts.clean(withoutSecrets(text));
    }

    /** The same in quotes. */
    public static String quote(Object value) {
        return Texts.quote(value instanceof String text ? withoutSecrets(text) : value);
    }

    static String withoutSecrets(String text) {
        return text.contains("://")
                ? QUERY.matcher(USER.matcher(text).replaceAll("://")).replaceAll("$1")
                : text;
    }
}
