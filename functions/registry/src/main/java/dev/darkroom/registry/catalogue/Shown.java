package dev.darkroom.registry.catalogue;

import dev.darkroom.events.Texts;
import dev.darkroom.events.UrlSecrets;

/** Makes what a document says fit to be shown: bounded, escaped, and without the secrets that URLs carry. */
public final class Shown {
    private Shown() {}

    /** The text, cut and escaped; of any URL in it only scheme, host, port and path. */
    public static String clean(String text) {
        return Texts.clean(UrlSecrets.hide(text));
    }

    /** The same in quotes. */
    public static String quote(Object value) {
        return UrlSecrets.quote(value);
    }
}
