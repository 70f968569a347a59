package dev.darkroom.serve.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which OpenID provider says who asks: one, whose tokens were made for this Darkroom and are verified here, by its keys. What
 * it would have to be asked about (introspection) says nothing of whom a token was made for.
 */
final class OpenId {
    static final String PROVIDER = "quarkus.oidc.auth-server-url";

    private static final String PREFIX = "quarkus.oidc";
    private static final String AUDIENCE = PREFIX + ".token.audience";
    private static final String ISSUER = PREFIX + ".token.issuer";
    /** What may be set beside those, and all that is below. */
    private static final List<String> KNOWN = List.of(
            "client-id",
            "connection-",
            "credentials.",
            "discovery-",
            "jwks-path",
            "jwks.",
            "max-pool-size",
            "proxy.",
            "roles.",
            "tls.",
            "token.age",
            "token.lifespan-grace",
            "token.principal-claim",
            "token.required-claims",
            "token.signature-algorithm");

    private OpenId() {}

    /**
     * Whether there is one.
     *
     * @throws ServerNotStartedException when something is set that would have another say who may ask, or the wrong tokens
     */
    static boolean provider(Settings settings) {
        List<String> set = settings.below(PREFIX);
        for (String name : set) {
            if (!known(name)) {
                throw ServerNotStartedException.wrong(
                        name + " is not supported: Darkroom takes tokens of one OpenID provider," + " that of "
                                + PROVIDER + ", and verifies them by its keys; do not set it");
            }
        }
        if (settings.blank(PROVIDER)) {
            throw ServerNotStartedException.nothing(PROVIDER, "the provider");
        }
        if (settings.value(PROVIDER).isEmpty() && !set.isEmpty()) {
            throw ServerNotStartedException.wrong(
                    set.getFirst() + " is set, but " + PROVIDER + " is not: set that too, or neither");
        }
        if (!set.isEmpty() && settings.value(AUDIENCE).filter(OpenId::names).isEmpty()) {
            throw ServerNotStartedException.wrong(PROVIDER + " is set, but " + AUDIENCE
                    + " is not: without it tokens that were made for others would be good here; set it to the name that the"
                    + " provider knows this Darkroom by");
        }
        requireOne(settings, AUDIENCE);
        requireOne(settings, ISSUER);
        return !set.isEmpty();
    }

    /** A list of nothing but commas is none. */
    private static boolean names(String list) {
        return Arrays.stream(list.split(",")).anyMatch(each -> !each.isBlank());
    }

    /** To Quarkus {@code any} means that it does not matter. */
    private static void requireOne(Settings settings, String name) {
        String value = settings.value(name).orElse("");
        if (Arrays.stream(value.split(",")).anyMatch(each -> each.strip().equals("any"))) {
            throw ServerNotStartedException.wrong(
                    name + " must not be any: then tokens that were made for others, or by"
                            + " others, would be good here; name the one");
        }
    }

    static Map<String, String> settings(boolean provider) {
        return Map.of(
                PREFIX + ".tenant-enabled", String.valueOf(provider),
                PREFIX + ".token.allow-opaque-token-introspection", "false",
                PREFIX + ".token.allow-jwt-introspection", "false");
    }

    private static boolean known(String name) {
        String plain = plain(name);
        boolean another = plain.endsWith("-auth-server-url"); // Of a named tenant, whatever its name is.
        return Stream.of(PROVIDER, AUDIENCE, ISSUER).anyMatch(each -> plain.equals(plain(each)))
                || !another && KNOWN.stream().anyMatch(each -> plain.startsWith(plain(PREFIX + "." + each)));
    }

    /** Environment variables have their own spelling. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
    }
}
