package dev.darkroom.registry.catalogue;

import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Tree.Scalar;
import java.util.regex.Pattern;

/** Templates in variables files that were written for Ansible. They are never evaluated: an expression may run anything. */
public final class Jinja {
    private static final Pattern OPENING = Pattern.compile("\\{\\{|\\{%|\\{#");

    private Jinja() {}

    public static boolean isIn(String text) {
        return OPENING.matcher(text).find();
    }

    /** What is said of a value that is wrong: where it is an expression, that it is one. */
    public static String refusal(String what, Tree value, String otherwise) {
        return value instanceof Scalar(String text, Place ignored) && isIn(text) ? refusal(what, text) : otherwise;
    }

    /** What is said of an expression that cannot be taken over. */
    static String refusal(String what, String text) {
        return what + " is the Jinja expression " + UrlSecrets.quote(text)
                + ", which is not evaluated: write the value itself";
    }
}
