package dev.darkroom.staging.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {
    @TempDir
    Path root;

    @Test
    void onlyItsOwnerMayLookIntoIt() throws IOException {
        Path usual = Files.createDirectory(root.resolve("usual"));
        Path directory = root.resolve("share/darkroom");

        PrivateDirectory.make(directory);

        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(directory.getParent())).isEqualTo(permissions(usual));
        assertThat(PrivateDirectory.isOpen(directory)).isFalse();
    }

    @Test
    void oneThatIsThereStaysAsItIs() throws IOException {
        Path directory = Files.createDirectory(root.resolve("open"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x--x"));

        PrivateDirectory.make(directory);

        assertThat(permissions(directory)).isEqualTo("rwxr-x--x");
        assertThat(PrivateDirectory.isOpen(directory)).isTrue();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(PrivateDirectory.isOpen(directory)).isFalse();
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Path file = Files.createFile(root.resolve("file"));

        assertThatThrownBy(() -> PrivateDirectory.make(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
