package dev.darkroom.registry.catalogue;

import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Tree.Scalar;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** What single values must be. Each rule throws {@link IllegalArgumentException} in a sentence that names the field. */
public final class Rules {
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,9}");

    private Rules() {}

    /** Text of 1 to {@code longest} characters; numbers and booleans are taken as they are written. */
    static String text(String field, Tree tree, int longest) {
        String text = string(field, tree, longest);
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        return text;
    }

    /** The same, or empty. */
    static String string(String field, Tree tree, int longest) {
        if (!(tree instanceof Scalar(Object value, var ignored)) || value == null) {
            throw new IllegalArgumentException(field + " must be text but is " + tree.shown());
        }
        if (value instanceof Double || value instanceof Float) {
            throw new IllegalArgumentException(field + " is the number " + value
                    + ", which need not be what was written (12.10 arrives as 12.1): put it in quotes");
        }
        String text = String.valueOf(value);
        if (Jinja.isIn(text)) {
            throw new IllegalArgumentException(Jinja.refusal(field, text));
        }
        UrlSecrets.refuse(field, text);
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            throw new IllegalArgumentException(field + " must be at most " + longest + " characters but has " + length);
        }
        text.codePoints().filter(Rules::unfit).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException(
                    field + " must not have control characters but has " + String.format(Locale.ROOT, "U+%04X", c));
        });
        return text;
    }

    /** Control and direction characters make a name look like another; a lone surrogate is no text at all. */
    private static boolean unfit(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }

    /** True or false, or one of the words that YAML 1.1, and so Ansible, takes for them. */
    public static boolean flag(String field, Tree tree) {
        String word = tree instanceof Scalar(Object value, var ignored)
                ? String.valueOf(value).toLowerCase(Locale.ROOT)
                : tree.shown();
        return switch (word) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(field + " must be true or false but is " + tree.shown());
        };
    }

    /** A whole number of at most {@link Integer#MAX_VALUE}, which is what Glance's columns hold. */
    static int number(String field, Tree tree) {
        if (tree instanceof Scalar(Object value, var ignored)
                && WHOLE.matcher(String.valueOf(value)).matches()) {
            var number = new BigInteger(String.valueOf(value));
            if (number.bitLength() < Integer.SIZE) {
                return number.intValue();
            }
        }
        throw new IllegalArgumentException(
                field + " must be a whole number from 0 to " + Integer.MAX_VALUE + " but is " + tree.shown());
    }
}
