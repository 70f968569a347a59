package dev.darkroom.events;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a URL lets its bearer in: a user name and password, and the parameters of pre-signed URLs and tokens. What people
 * write with such a secret in it is refused, since events, the registry and images would carry it on; and it is never
 * repeated. Other parameters may be secrets too, so no query is ever shown.
 */
public final class UrlSecrets {
    /**
     * The ends of their names, without what stands between the words: AWS, Google, Alibaba and CloudFront sign with a
     * {@code ...signature} and name a {@code ...credential}, Azure signs with {@code sig}, Swift with {@code temp_url_sig},
     * Akamai with {@code hdnts}, {@code hdnea} and {@code hdntl}.
     */
    private static final Pattern CARRIER = Pattern.compile(
            ".*(?:signature|sig|hmac|token|credentials?|accesskeyid|accesskey|secretkey|apikey|authkey|subscriptionkey"
                    + "|password|passwd|passphrase|secret|jwt|assertion|sessionid|sessid)"
                    + "|auth|authorization|pass|pwd|pw|otp|sas|ticket|hdnts|hdnea|hdntl");

    private static final Pattern PARAMETER = Pattern.compile("[?&;#]([^=&;?#]{1,80})=");
    private static final Pattern ESCAPED = Pattern.compile("%([0-7][0-9A-Fa-f])");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

    /** What is longer is no URL, and is not searched for what would have to be left out. */
    private static final int LONGEST = 8192;

    private static final Pattern UP_TO_A_URL = Pattern.compile("[^:/?#@]*+");

    private UrlSecrets() {}

    /** Which secret a text has in a URL, in words that do not repeat it; empty when none is known. */
    public static Optional<String> in(String text) {
        Optional<String> parameter =
                carriers(text).findFirst().map(found -> "the parameter " + Texts.quote(found.group(1)));
        return parameter.or(() -> UrlText.parts(text).stream()
                .filter(UrlUsers::isIn)
                .findFirst()
                .map(found -> "a user name or password"));
    }

    /** @throws IllegalArgumentException when the text of a field has a secret in a URL, with the next step */
    public static void refuse(String field, String text) {
        in(text).ifPresent(secret -> {
            throw new IllegalArgumentException(field + " must not carry a secret but has " + secret
                    + ": leave it out of the URL, and let darkroom.origins.credentials name the file that holds it");
        });
    }

    /** The text without user names, passwords and queries of URLs, however malformed. */
    public static String hide(String text) {
        if (text.length() > LONGEST) {
            Matcher harmless = UP_TO_A_URL.matcher(text);
            return (harmless.lookingAt() ? harmless.group() : "") + "...";
        }
        String shown = UrlText.parts(text).stream()
                .map(part -> UrlUsers.hide(withoutQuery(part)))
                .collect(Collectors.joining("\""));
        return carriers(shown)
                .findFirst()
                .map(found -> shown.substring(0, found.start()))
                .orElse(shown);
    }

    private static Stream<MatchResult> carriers(String text) {
        return PARAMETER.matcher(text).results().filter(found -> isCarrier(found.group(1)));
    }

    /** However it is written: {@code X-Amz-Signature}, {@code api_key}, {@code apiKey}, {@code %74oken}, {@code token[]}. */
    private static boolean isCarrier(String parameter) {
        String name = ESCAPED.matcher(parameter)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
        return CARRIER.matcher(
                        BETWEEN_WORDS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(""))
                .matches();
    }

    /**
     * What people may have written a URL as, in quotes; {@code null} stays the word null. Its secrets are left out before: in
     * a message nobody can tell any more which quote is the end of it.
     */
    public static String quote(Object value) {
        return Texts.quote(value instanceof String text ? hide(text) : value);
    }

    /** The text, cut and escaped; of any URL in it only scheme, host, port and path. */
    public static String clean(String text) {
        return Texts.clean(hide(text));
    }

    /** All that stands behind a URL; generous, for what is no URL after all loses a few words. */
    private static String withoutQuery(String part) {
        int first = part.indexOf(":/");
        for (int url = first; url >= 0; ) {
            int sign = UrlText.first("?#@", part, url);
            if (sign < 0) {
                break;
            }
            if (part.charAt(sign) != '@') {
                if (part.indexOf('@', sign) < 0) {
                    break;
                }
                // A query, or a password with such a sign in it: nobody can tell what is the host.
                return part.substring(0, url + (part.startsWith("://", url) ? 3 : 2)) + "...";
            }
            url = part.indexOf(":/", sign);
        }
        int query = first < 0 ? -1 : UrlText.first("?#", part, first);
        return query < 0 ? part : part.substring(0, query);
    }
}
