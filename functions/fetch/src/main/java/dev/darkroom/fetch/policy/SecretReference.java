package dev.darkroom.fetch.policy;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.staging.disk.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a secret lies. It is read for each request, so that a new one is used from then on, and kept nowhere.
 *
 * @param setting     that says it
 * @param file        that holds it; empty when a variable does
 * @param variable    of the environment that holds it
 * @param environment gives an environment variable; null when it is not set
 */
record SecretReference(
        String setting, Optional<Path> file, Optional<String> variable, UnaryOperator<String> environment) {
    private static final int LONGEST = 8 * 1024;

    SecretReference {
        if (file.isPresent() == variable.isPresent()) {
            throw new IllegalArgumentException(
                    setting + " must have either secret-file or secret-env: where the secret lies");
        }
    }

    /**
     * @throws FailureException {@code origin-denied} when there is none that a request could carry; {@code internal-error}
     *                          when the file has none now, as while somebody writes a new one
     */
    String read() {
        String secret = file.map(this::content).orElseGet(() -> environment.apply(variable.orElseThrow()));
        if (secret == null || secret.isBlank()) {
            throw failure(file.isPresent() ? FailureCode.INTERNAL_ERROR : FailureCode.ORIGIN_DENIED, "is empty", null);
        }
        String line = secret.strip();
        if (line.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw unusable("has characters that no header may have");
        }
        return line;
    }

    /** @param why what is wrong with the secret, without it */
    FailureException unusable(String why) {
        return failure(FailureCode.ORIGIN_DENIED, why, null);
    }

    private FailureException failure(FailureCode code, String why, IOException cause) {
        String where =
                file.map(path -> ".secret-file " + path).orElseGet(() -> ".secret-env " + variable.orElseThrow());
        return new FailureException(code, "the secret of " + setting + where + " " + why, cause);
    }

    private String content(Path path) {
        try {
            return SmallFile.read(path, LONGEST)
                    .map(secret -> new String(secret, StandardCharsets.UTF_8))
                    .orElseThrow(() -> unusable("has more than " + LONGEST + " bytes"));
        } catch (IOException e) {
            throw failure(FailureCode.INTERNAL_ERROR, "cannot be read", e);
        }
    }
}
