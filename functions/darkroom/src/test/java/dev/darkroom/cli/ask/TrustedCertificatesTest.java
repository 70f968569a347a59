package dev.darkroom.cli.ask;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedCertificatesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "-----BEGIN CERTIFICATE-----\n", "registry: here\n"})
    void aFileWithoutACertificateIsRefusedBeforeAnythingIsAsked(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), text);

        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> TrustedCertificates.of(file));
    }
}
