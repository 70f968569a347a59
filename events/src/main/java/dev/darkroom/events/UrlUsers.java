package dev.darkroom.events;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * User names and passwords in URLs, however malformed: without the colon of {@code https://}, without the scheme, with an
 * escaped {@code @}. Each text is gone through once, whatever it says: it comes from outside.
 */
final class UrlUsers {
    /** A host, and its port. */
    static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?])(:[0-9]{0,5})?");

    /** After these a colon is enough: nothing but a URL begins so. */
    private static final Set<String> OF_THE_WEB = Set.of("http", "https", "ftp", "ftps", "sftp");

    private static final int LONGEST_SCHEME = 21;
    private static final String BEFORE_A_URL = "\"'=<({[,;|`";

    private UrlUsers() {}

    /** @param part a text without quotes that end a URL ({@link UrlText#parts}) */
    static boolean isIn(String part) {
        int begin = 0;
        while (begin < part.length()) {
            int end = UrlText.endOfWord(part, begin);
            String word = part.substring(begin, end);
            if (lastAt(word) >= 0 && userBefore(word, lastAt(word)) >= 0) {
                return true;
            }
            begin = end + 1;
        }
        return false;
    }

    /** The same text without them; generous, since a password may have spaces: up to the last {@code @}. */
    static String hide(String part) {
        String shown = withoutUsersWithoutSlashes(withoutUser(part));
        int at = lastAt(shown);
        int user = at < 0 ? -1 : userBefore(shown, at);
        return user < 0 ? shown : shown.substring(0, user) + shown.substring(at + (shown.charAt(at) == '@' ? 1 : 3));
    }

    private static String withoutUser(String part) {
        int url = part.indexOf("://");
        int at = part.lastIndexOf('@');
        return url < 0 || at < url ? part : part.substring(0, url + 3) + part.substring(at + 1);
    }

    /** {@code https:/u:password@h} and {@code u:password@h}, each up to the end of its word. */
    private static String withoutUsersWithoutSlashes(String part) {
        var shown = new StringBuilder();
        int begin = 0;
        while (begin < part.length()) {
            int end = UrlText.endOfWord(part, begin);
            String word = part.substring(begin, end);
            int sign = UrlText.first("/@:", word, 0);
            int at = word.lastIndexOf('@');
            boolean user = sign >= 0 && at > sign && word.charAt(sign) == ':' && !word.startsWith("://", sign);
            shown.append(word, user ? at + 1 : 0, word.length()).append(part, end, Math.min(end + 1, part.length()));
            begin = end + 1;
        }
        return shown.toString();
    }

    /** Where a user begins whose {@code @} is at most the given one; -1 when there is none. */
    private static int userBefore(String text, int lastAt) {
        for (int i = 0; i < lastAt; i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '/') {
                continue;
            }
            int slashes = slashes(text, c == ':' ? i + 1 : i);
            int authority = (c == ':' ? i + 1 : i) + slashes;
            if (!begins(text, i, slashes)) {
                i = Math.max(i, authority - 1);
                continue;
            }
            int sign = UrlText.first("/?# \t\n\u000B\f\r", text, authority);
            int end = sign < 0 ? text.length() : sign;
            if (isUser(text.substring(authority, end)) && authority < lastAt) {
                return authority;
            }
            i = Math.max(i, end - 1);
        }
        return -1;
    }

    /** Whether an authority follows the slashes that follow this place, its scheme complete or not. */
    private static boolean begins(String text, int place, int slashes) {
        int scheme = place;
        while (scheme > 0 && place - scheme < LONGEST_SCHEME && isOfScheme(text.charAt(scheme - 1))) {
            scheme--;
        }
        String word = text.substring(scheme, place).toLowerCase(Locale.ROOT);
        if (OF_THE_WEB.contains(word)) {
            return text.charAt(place) == ':' || slashes >= 2;
        }
        if (text.charAt(place) == ':') {
            return slashes == 2 || slashes > 2 && !word.equals("file");
        }
        // A path may have two slashes too, but hardly as its first.
        return slashes == 2
                && (scheme == 0
                        || UrlText.isSpace(text.charAt(scheme - 1))
                        || BEFORE_A_URL.indexOf(text.charAt(scheme - 1)) >= 0);
    }

    private static boolean isOfScheme(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "+.-".indexOf(c) >= 0;
    }

    /** In the path of what has a host, an {@code @} is only that; after anything else nobody can tell. */
    private static boolean isUser(String authority) {
        return lastAt(authority) >= 0
                || !authority.isEmpty() && !HOST.matcher(authority).matches();
    }

    private static int slashes(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == '/') {
            end++;
        }
        return end - from;
    }

    private static int lastAt(String text) {
        return Math.max(text.lastIndexOf('@'), text.lastIndexOf("%40"));
    }
}
