package dev.darkroom.fetch;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What origins want to see before they answer. Settings say where a secret lies, never what it is; it is read for each
 * request, so that a new one is used from then on, and kept nowhere.
 */
final class Credentials {
    private static final int LONGEST = 8 * 1024;
    private static final String SETTING = "darkroom.origins.credentials.";

    private final List<Entry> entries;
    private final UnaryOperator<String> environment;

    private record Entry(String setting, HostList host, OriginsConfig.Credential credential) {}

    private Credentials(List<Entry> entries, UnaryOperator<String> environment) {
        this.entries = entries;
        this.environment = environment;
    }

    /**
     * @param environment gives an environment variable; null when it is not set
     * @throws IllegalArgumentException naming the setting that makes no sense
     */
    static Credentials of(Map<String, OriginsConfig.Credential> settings, UnaryOperator<String> environment) {
        return new Credentials(
                new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(each -> entry(SETTING + each.getKey(), each.getValue()))
                                .toList(),
                environment);
    }

    private static Entry entry(String setting, OriginsConfig.Credential credential) {
        if (credential.secretFile().isPresent() == credential.secretEnv().isPresent()) {
            throw new IllegalArgumentException(
                    setting + " must have either secret-file or secret-env: where the secret lies");
        }
        if (credential.username().isPresent() && credential.header().isPresent()) {
            throw new IllegalArgumentException(setting + " must not have both username and header");
        }
        return new Entry(setting, HostList.of(setting + ".host", List.of(credential.host())), credential);
    }

    /** The headers for a request: none where the way there is open to others. */
    Map<String, String> headers(OriginPolicy.Admitted to) {
        if (!to.isEncrypted() && !to.trusted()) {
            return Map.of();
        }
        return entries.stream()
                .filter(entry -> entry.host().names(to.host(), to.port()))
                .findFirst()
                .map(this::header)
                .orElse(Map.of());
    }

    private Map<String, String> header(Entry entry) {
        String secret = secret(entry);
        Optional<String> header = entry.credential().header();
        if (header.isPresent()) {
            return Map.of(header.get(), secret);
        }
        return Map.of(
                "Authorization",
                entry.credential()
                        .username()
                        .map(user -> "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8)))
                        .orElse("Bearer " + secret));
    }

    private String secret(Entry entry) {
        String secret = entry.credential()
                .secretFile()
                .map(file -> read(entry, file))
                .orElseGet(
                        () -> environment.apply(entry.credential().secretEnv().orElseThrow()));
        if (secret == null || secret.isBlank()) {
            throw unusable(entry, "is empty", null);
        }
        String line = secret.strip();
        if (line.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw unusable(entry, "has characters that no header may have", null);
        }
        return line;
    }

    private static String read(Entry entry, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] secret = in.readNBytes(LONGEST + 1);
            if (secret.length > LONGEST) {
                throw unusable(entry, "has more than " + LONGEST + " bytes", null);
            }
            return new String(secret, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unusable(entry, "cannot be read", e);
        }
    }

    private static FailureException unusable(Entry entry, String why, IOException cause) {
        String where = entry.credential()
                .secretFile()
                .map(file -> ".secret-file " + file)
                .orElseGet(() -> ".secret-env " + entry.credential().secretEnv().orElseThrow());
        return new FailureException(
                FailureCode.ORIGIN_DENIED, "the secret of " + entry.setting() + where + " " + why, cause);
    }
}
