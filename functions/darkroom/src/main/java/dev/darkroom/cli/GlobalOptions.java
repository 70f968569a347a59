package dev.darkroom.cli;

import dev.darkroom.cli.ask.Credentials;
import dev.darkroom.cli.ask.TrustedCertificates;
import dev.darkroom.events.Reasons;
import dev.darkroom.staging.disk.UserHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command. */
final class GlobalOptions {
    /** RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The data directory. By default $$XDG_DATA_HOME/darkroom or ~/.local/share/darkroom.")
    private Path data;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            converter = RegistryUrlConverter.class,
            scope = ScopeType.INHERIT,
            description =
                    "Use the Darkroom that runs there, such as http://127.0.0.1:8080, instead of the data directory.")
    private URI registry;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The file with the token for --registry; or else DARKROOM_TOKEN holds the token itself.")
    private Path tokenFile;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Certificates in PEM that --registry may have, or be signed by.")
    private Path cacert;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A file with settings, a line name=value for each. The README lists them.")
    private Path config;

    private final Map<String, String> settings = new LinkedHashMap<>();

    /** Called for those before the command and for those behind it; null where the parser begins. */
    @Option(
            names = "-D",
            paramLabel = "NAME=VALUE",
            scope = ScopeType.INHERIT,
            description = "A single setting, such as -Ddarkroom.fetch.concurrency=8; may be given several times.")
    private void set(Map<String, String> more) {
        if (more != null) {
            settings.putAll(more);
        }
    }

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the log, and the stack trace of an error.")
    private boolean verbose;

    /** @throws CommandException when it is not said, and the user has no home for it */
    Path data(Map<String, String> environment) {
        if (data != null) {
            return data;
        }
        String xdg = environment.get("XDG_DATA_HOME");
        Path home = xdg == null || xdg.isEmpty()
                ? UserHome.path()
                        .orElseThrow(() ->
                                CommandException.usage("this user has no home directory: say --data (DARKROOM_DATA)"))
                        .resolve(".local/share")
                : Path.of(xdg);
        return home.resolve("darkroom");
    }

    /** Those that lead to the Darkroom that the command uses, as they were given. */
    List<String> place() {
        var place = new ArrayList<String>();
        if (registry == null) {
            add(place, "--data", data);
        } else {
            add(place, "--registry", registry);
            add(place, "--token-file", tokenFile);
        }
        add(place, "--cacert", cacert);
        return place;
    }

    private static void add(List<String> place, String option, Object value) {
        if (value != null) {
            place.addAll(List.of(option, value.toString()));
        }
    }

    /** Never given as an argument: those are shown to everybody on the machine. */
    Credentials credentials(Map<String, String> environment) {
        String token = tokenFile == null
                ? environment.getOrDefault("DARKROOM_TOKEN", "").strip()
                : firstLine(tokenFile);
        if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
            throw CommandException.usage((tokenFile == null ? "DARKROOM_TOKEN" : "--token-file " + tokenFile)
                    + " has a character that no token has (letters, digits and - . _ ~ + / = are allowed)");
        }
        return new Credentials(token.isEmpty() ? null : token, cacert == null ? null : trusted(cacert));
    }

    private static SSLContext trusted(Path file) {
        try {
            return TrustedCertificates.of(file);
        } catch (IOException e) {
            throw CommandException.usage("--cacert " + file + " cannot be read: " + Reasons.of(e));
        } catch (GeneralSecurityException e) {
            throw CommandException.usage("--cacert " + file + " has no certificates in PEM: " + e.getMessage());
        }
    }

    private static String firstLine(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            if (line == null || line.isBlank()) {
                throw CommandException.usage(
                        "--token-file " + file + " must have a token in its first line but has none");
            }
            return line.strip();
        } catch (IOException e) {
            throw CommandException.usage("--token-file " + file + " cannot be read: " + Reasons.of(e));
        }
    }

    URI registry() {
        return registry;
    }

    Path config() {
        return config;
    }

    Map<String, String> settings() {
        return settings;
    }

    boolean verbose() {
        return verbose;
    }
}
