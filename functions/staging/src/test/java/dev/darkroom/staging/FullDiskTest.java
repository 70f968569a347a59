package dev.darkroom.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskTest {
    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "File too large"})
    void isToldByWhatTheSystemSays(String words) {
        assertThat(FullDisk.caused(new IOException(words))).isTrue();
        assertThat(FullDisk.caused(new FileSystemException("a", "b", words))).isTrue();
    }

    @Test
    void isNotToldByTheNamesOfFiles() {
        assertThat(FullDisk.caused(new NoSuchFileException("/images/File too large")))
                .isFalse();
        assertThat(FullDisk.caused(new IOException())).isFalse();
        assertThat(FullDisk.caused(new IOException("Input/output error"))).isFalse();
    }
}
