package dev.darkroom.upload.directory;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.testing.Staged;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** {@code /dev/shm} is another disk than the build's, so a file cannot be linked there from here. */
class PlaceFileTest {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int SIZE = 40_000_000;

    @TempDir
    Path temp;

    @TempDir(factory = InMemory.class)
    Path elsewhere;

    static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createTempDirectory(MEMORY, "darkroom-");
        }
    }

    @Test
    void onTheSameDiskTheFileGetsASecondName() throws IOException {
        Artifact artifact = artifact(null);

        Digest sha512 = place(artifact, temp.resolve("a.raw"));

        assertThat(Files.isSameFile(artifact.path(), temp.resolve("a.raw"))).isTrue();
        assertThat(sha512).isEqualTo(Artifact.digest(artifact.path(), Algorithm.SHA512));
    }

    @Test
    void whereOtherTargetsWantItTooItIsAnotherFile() throws IOException {
        Artifact artifact = artifact(null);

        Digest sha512 = new PlaceFile(artifact, false, done -> {}).at(temp.resolve("a.raw"));

        assertThat(Files.isSameFile(artifact.path(), temp.resolve("a.raw"))).isFalse();
        assertThat(Files.mismatch(artifact.path(), temp.resolve("a.raw"))).isEqualTo(-1);
        assertThat(sha512).isEqualTo(Artifact.digest(artifact.path(), Algorithm.SHA512));
    }

    @Test
    void aHashThatIsKnownIsNotComputedAgain() throws IOException {
        var heard = new ArrayList<Long>();

        Digest sha512 = new PlaceFile(artifact(Samples.SHA512), true, heard::add).at(temp.resolve("a.raw"));

        assertThat(sha512).isEqualTo(Samples.SHA512);
        assertThat(heard).isEmpty();
    }

    @Test
    void toAnotherDiskItIsCopiedWithItsHoles() throws Exception {
        Artifact artifact = artifact(null);
        var heard = new ArrayList<Long>();

        Digest sha512 = new PlaceFile(artifact, true, heard::add).at(elsewhere.resolve("a.raw"));

        assertThat(Files.mismatch(artifact.path(), elsewhere.resolve("a.raw"))).isEqualTo(-1);
        assertThat(sha512).isEqualTo(Artifact.digest(artifact.path(), Algorithm.SHA512));
        assertThat(allocated(elsewhere.resolve("a.raw"))).isLessThan(1 << 20);
        assertThat(heard).isSorted().last().isEqualTo(artifact.size());
    }

    @Test
    void nothingIsLeftOfAFileThatCouldNotBePlaced() throws IOException {
        Artifact missing = artifact(null);
        new Staged(temp.resolve("staging")).staging().sweep(new ImageKey("sparse"));

        assertFails(FailureCode.STAGED_BYTES_MISSING, () -> place(missing, elsewhere.resolve("a.raw")));

        try (var left = Files.list(elsewhere)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void bytesThatAreNotAsTheyWereStagedAreNotCopied() throws IOException {
        Artifact rotten = artifact(Samples.SHA512);

        assertFails(FailureCode.STAGED_BYTES_MISSING, () -> place(rotten, elsewhere.resolve("a.raw")));

        try (var left = Files.list(elsewhere)) {
            assertThat(left).isEmpty();
        }
    }

    private static Digest place(Artifact artifact, Path file) {
        try {
            return new PlaceFile(artifact, true, done -> {}).at(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 40 MB, of which the ends are not zero. */
    private Artifact artifact(Digest sha512) throws IOException {
        var staged = new Staged(temp.resolve("staging"));
        ImageConverted event = staged.raw("sparse", Samples.spec(), new byte[SIZE]);
        try (var file = new RandomAccessFile(staged.artifact(event).path().toFile(), "rw")) {
            file.setLength(0);
            file.write("begin".getBytes(StandardCharsets.UTF_8));
            file.seek(SIZE - 3);
            file.write("end".getBytes(StandardCharsets.UTF_8));
        }
        return staged.artifact(Staged.hashed(event, sha512));
    }

    private static long allocated(Path file) throws Exception {
        Process stat = new ProcessBuilder(List.of("stat", "-c", "%b", file.toString())).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(stat.waitFor()).isZero();
        return Long.parseLong(blocks) * 512;
    }
}
