package dev.darkroom.staging.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskTest {
    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "File too large"})
    void isToldByWhatTheSystemSays(String words) {
        assertThat(FullDisk.caused(new IOException(words))).isTrue();
        assertThat(FullDisk.caused(new FileSystemException("a", "b", words))).isTrue();
    }

    /** Where a file could not be made though bytes are left, here and now, there are no inodes left. */
    @Test
    void lacksInodesWhereBytesAreLeft(@TempDir Path directory) {
        String file = directory.resolve("a").toString();
        String words = "No space left on device";

        String inodes =
                "has no inodes left, while bytes are free: delete files, or give it a disk that takes more of them";
        assertThat(FullDisk.lack(new FileSystemException(file, null, words)))
                .as("as it is announced again and again")
                .isEqualTo(inodes);
        assertThat(FullDisk.lack(new FileNotFoundException(file + " (" + words + ")")))
                .isEqualTo(inodes);
        assertThat(FullDisk.lack(new IOException(words))).startsWith("is full: ");
        assertThat(FullDisk.lack(new FileSystemException(file, null, "Disk quota exceeded")))
                .startsWith("is full: ");
        assertThat(FullDisk.lack(new FileSystemException("/proc/a", null, words)))
                .startsWith("is full: ");
        assertThat(FullDisk.lack(null)).startsWith("is full: ");
    }

    @Test
    void isNotToldByTheNamesOfFiles() {
        assertThat(FullDisk.caused(new NoSuchFileException("/images/File too large")))
                .isFalse();
        assertThat(FullDisk.caused(new IOException())).isFalse();
        assertThat(FullDisk.caused(new IOException("Input/output error"))).isFalse();
    }
}
