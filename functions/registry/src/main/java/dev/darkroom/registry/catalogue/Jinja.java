package dev.darkroom.registry.catalogue;

import dev.darkroom.events.UrlSecrets;
import java.util.regex.Pattern;

/** Templates in variables files that were written for Ansible. They are never evaluated: an expression may run anything. */
public final class Jinja {
    private static final Pattern OPENING = Pattern.compile("\\{\\{|\\{%|\\{#");

    private Jinja() {}

    public static boolean isIn(String text) {
        return OPENING.matcher(text).find();
    }

    /** What is said of an expression that cannot be taken over. */
    public static String refusal(String what, String text) {
        return what + " is the Jinja expression " + UrlSecrets.quote(text)
                + ", which is not evaluated: write the value itself";
    }
}
