package dev.darkroom.fetch.policy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What origins want to see before they answer. Settings say where a secret lies, never what it is. */
public final class Credentials {
    private static final String SETTING = "darkroom.origins.credentials.";
    /** RFC 3986, 3.4. */
    private static final Pattern QUERY = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})++");

    /** The longest path first. */
    private final List<Entry> entries;

    private record Entry(HostList host, PathPrefix path, SecretReference secret, OriginsConfig.Credential credential) {
        String setting() {
            return secret.setting();
        }

        boolean isFor(OriginPolicy.Admitted to) {
            return host.names(to.host(), to.port()) && path.holds(to.url());
        }
    }

    /**
     * What one request shows.
     *
     * @param headers beside those that every request has
     * @param query   that is added to the URL; empty when there is none
     */
    public record Pass(Map<String, String> headers, String query) {
        public static final Pass NONE = new Pass(Map.of(), "");

        public static Pass header(String name, String value) {
            return new Pass(Map.of(name, value), "");
        }

        /** The URL to ask: its own text never shows the query. */
        public URI on(URI url) {
            return query.isEmpty() ? url : URI.create(url + (url.getRawQuery() == null ? "?" : "&") + query);
        }

        @Override
        public String toString() {
            return "Pass";
        }
    }

    private Credentials(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * @param environment gives an environment variable; null when it is not set
     * @throws IllegalArgumentException naming the setting that makes no sense
     */
    public static Credentials of(Map<String, OriginsConfig.Credential> settings, UnaryOperator<String> environment) {
        List<Entry> entries = new TreeMap<>(settings)
                .entrySet().stream()
                        .map(each -> entry(SETTING + each.getKey(), each.getValue(), environment))
                        .sorted(Comparator.comparingInt(
                                        (Entry each) -> each.path().path().length())
                                .reversed())
                        .toList();
        for (Entry one : entries) {
            entries.stream()
                    .takeWhile(other -> other != one)
                    .filter(other ->
                            other.host().equals(one.host()) && other.path().equals(one.path()))
                    .forEach(other -> {
                        throw new IllegalArgumentException(other.setting() + " and " + one.setting()
                                + " are for the same host and path: keep one, or give each a path of its own");
                    });
        }
        return new Credentials(entries);
    }

    private static Entry entry(String setting, OriginsConfig.Credential credential, UnaryOperator<String> environment) {
        var secret = new SecretReference(setting, credential.secretFile(), credential.secretEnv(), environment);
        long kinds = Stream.of(
                        credential.username().isPresent(), credential.header().isPresent(), credential.query())
                .filter(kind -> kind)
                .count();
        if (kinds > 1) {
            throw new IllegalArgumentException(setting + " must have only one of username, header and query");
        }
        return new Entry(
                HostList.of(setting + ".host", List.of(credential.host())),
                credential.path().map(path -> prefix(setting, path)).orElse(PathPrefix.ANY),
                secret,
                credential);
    }

    private static PathPrefix prefix(String setting, String path) {
        try {
            return new PathPrefix(path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ".path " + e.getMessage(), e);
        }
    }

    /** What to show at one place: nothing where the way there is open to others. */
    public Pass pass(OriginPolicy.Admitted to) {
        if (!to.isEncrypted() && !to.trusted()) {
            return Pass.NONE;
        }
        return entries.stream()
                .filter(entry -> entry.isFor(to))
                .findFirst()
                .map(entry -> pass(entry, to))
                .orElse(Pass.NONE);
    }

    private static Pass pass(Entry entry, OriginPolicy.Admitted to) {
        OriginsConfig.Credential credential = entry.credential();
        String secret = entry.secret().read();
        if (credential.query()) {
            return query(entry, secret, to);
        }
        if (credential.header().isPresent()) {
            return Pass.header(credential.header().get(), secret);
        }
        return Pass.header(
                "Authorization",
                credential
                        .username()
                        .map(user -> "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8)))
                        .orElse("Bearer " + secret));
    }

    /** What the origin itself has signed, it redirected to: two signatures are one too many. */
    private static Pass query(Entry entry, String secret, OriginPolicy.Admitted to) {
        String query = secret.startsWith("?") ? secret.substring(1) : secret;
        if (!QUERY.matcher(query).matches()) {
            throw entry.secret().unusable("has characters that no query may have");
        }
        return to.url().isSigned() ? Pass.NONE : new Pass(Map.of(), query);
    }
}
