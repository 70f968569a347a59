package dev.darkroom.events;

import java.util.ArrayList;
import java.util.List;

/**
 * A text in which URLs may stand, taken apart at the quotes that end them. A quote behind the beginning of a URL is a part of
 * it ({@code https://u:a"b@h/}), unless the URL stands in quotes itself.
 */
final class UrlText {
    private UrlText() {}

    /** What stands between the quotes; with a quote between each and the next they are the text. */
    static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        int begin = 0;
        for (int word = 0; word < text.length(); word = endOfWord(text, word) + 1) {
            int end = endOfWord(text, word);
            boolean within = false;
            for (int i = word; i < end && !within; i++) {
                char c = text.charAt(i);
                if (c == '"') {
                    parts.add(text.substring(begin, i));
                    begin = i + 1;
                } else if (begin <= word) {
                    within = c == ':' || text.startsWith("//", i);
                }
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    /** The next space from there on, or the end of the text. */
    static int endOfWord(String text, int from) {
        int end = from;
        while (end < text.length() && !isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Where the first of some characters is, from there on; -1 when there is none. */
    static int first(String characters, String text, int from) {
        int found = from;
        while (found < text.length() && characters.indexOf(text.charAt(found)) < 0) {
            found++;
        }
        return found < text.length() ? found : -1;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
