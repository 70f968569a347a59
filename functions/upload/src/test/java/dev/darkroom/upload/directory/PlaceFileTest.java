package dev.darkroom.upload.directory;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /dev/shm} is another disk than the build's, so a file cannot be linked there from here. */
class PlaceFileTest {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int SIZE = 40_000_000;

    /** More than is written between two looks at the free space. */
    private static final int LARGE = 96 << 20;

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

        Digest sha512 = new PlaceFile(artifact, false, here(), done -> {}).at(temp.resolve("a.raw"));

        assertThat(Files.isSameFile(artifact.path(), temp.resolve("a.raw"))).isFalse();
        assertThat(Files.mismatch(artifact.path(), temp.resolve("a.raw"))).isEqualTo(-1);
        assertThat(sha512).isEqualTo(Artifact.digest(artifact.path(), Algorithm.SHA512));
    }

    @Test
    void aHashThatIsKnownIsNotComputedAgain() throws IOException {
        var heard = new ArrayList<Long>();

        Digest sha512 = new PlaceFile(artifact(Samples.SHA512), true, here(), heard::add).at(temp.resolve("a.raw"));

        assertThat(sha512).isEqualTo(Samples.SHA512);
        assertThat(heard).isEmpty();
    }

    @Test
    void toAnotherDiskItIsCopiedWithItsHoles() throws Exception {
        Artifact artifact = artifact(null);
        var heard = new ArrayList<Long>();

        Digest sha512 =
                new PlaceFile(artifact, true, new DirectorySpace(elsewhere), heard::add).at(elsewhere.resolve("a.raw"));

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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bytesThatCannotBeReadAreMissingAndNoFaultOfTheDirectory(boolean mayLink) throws IOException {
        var staged = new Staged(temp.resolve("staging"));
        Artifact unreadable = staged.artifact(staged.unreadable("rotten", Samples.spec()));
        var place = new PlaceFile(unreadable, mayLink, here(), done -> {});

        assertThat(assertFails(FailureCode.STAGED_BYTES_MISSING, () -> at(place, temp.resolve("a.raw"))))
                .hasMessageContaining("can no longer be read from the disk");
    }

    private DirectorySpace here() {
        return new DirectorySpace(temp);
    }

    /** 40 MB of which next to nothing is stored. */
    @Test
    void onlyWhatIsNotInHolesNeedsSpace() throws IOException {
        var tight = new DirectorySpace(elsewhere, () -> 17 << 20);

        new PlaceFile(artifact(null), true, tight, done -> {}).at(elsewhere.resolve("a.raw"));

        assertThat(elsewhere.resolve("a.raw")).hasSize(SIZE);
    }

    @Test
    void whatTheDiskHasNoRoomForIsNotEvenRead() throws IOException {
        Artifact artifact = large(1, 2 * LARGE);
        var tight = new DirectorySpace(elsewhere, () -> 100 << 20);
        var heard = new ArrayList<Long>();

        assertThat(assertFails(FailureCode.NO_SPACE, () -> place(artifact, elsewhere.resolve("a.raw"), tight, heard)))
                .hasMessageContaining(
                        " has 100.0 MiB left, of which 16.0 MiB stay free, but the image needs 96.0 MiB more: ");

        assertThat(heard).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
    }

    /** It has hardly any zeros. */
    @Test
    void aPackedImageThatDoesNotFitIsNotEvenRead() throws IOException {
        Artifact artifact = large(DiskFormat.QCOW2, 1, LARGE);
        var heard = new ArrayList<Long>();
        var tight = new DirectorySpace(elsewhere, () -> 100 << 20);

        assertFails(FailureCode.NO_SPACE, () -> place(artifact, elsewhere.resolve("a.qcow2"), tight, heard));

        assertThat(heard).isEmpty();
    }

    /** Nobody knows how many of its bytes are zeros, which are copied as holes. */
    @Test
    void aFileWithoutHolesIsCopiedWhileThereIsRoom() throws IOException {
        Artifact artifact = large(0, LARGE);
        var tight = new DirectorySpace(elsewhere, () -> 100 << 20);

        place(artifact, elsewhere.resolve("a.raw"), tight, new ArrayList<>());

        assertThat(elsewhere.resolve("a.raw")).hasSize(LARGE);
    }

    @Test
    void aFileWithoutHolesThatDoesNotFitIsCopiedNoFurtherThanTheMargin() throws IOException {
        Artifact artifact = large(1, LARGE);
        var looks = new ArrayList<Long>(List.of(100L << 20, 36L << 20));
        var tight = new DirectorySpace(elsewhere, looks::removeFirst);

        assertFails(FailureCode.NO_SPACE, () -> place(artifact, elsewhere.resolve("a.raw"), tight, new ArrayList<>()));

        assertThat(looks).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static Digest place(Artifact artifact, Path file) {
        return place(artifact, file, new DirectorySpace(file.getParent()), new ArrayList<>());
    }

    private static Digest place(Artifact artifact, Path file, DirectorySpace space, List<Long> heard) {
        return at(new PlaceFile(artifact, true, space, heard::add), file);
    }

    private static Digest at(PlaceFile place, Path file) {
        try {
            return place.at(file);
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

    /** So many bytes in all, the first {@link #LARGE} of which are written, whatever they are. */
    private Artifact large(int each, int size) throws IOException {
        return large(DiskFormat.RAW, each, size);
    }

    private Artifact large(DiskFormat format, int each, int size) throws IOException {
        var staged = new Staged(temp.resolve("staging"));
        ImageConverted event = staged.converted("large", Samples.spec(), format, new byte[1], Samples.SHA256);
        byte[] some = new byte[1 << 20];
        Arrays.fill(some, (byte) each);
        try (var file = new RandomAccessFile(staged.artifact(event).path().toFile(), "rw")) {
            for (int written = 0; written < LARGE; written += some.length) {
                file.write(some);
            }
            file.setLength(size);
        }
        return staged.artifact(Staged.sized(event, size));
    }

    private static long allocated(Path file) throws Exception {
        Process stat = new ProcessBuilder(List.of("stat", "-c", "%b", file.toString())).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(stat.waitFor()).isZero();
        return Long.parseLong(blocks) * 512;
    }
}
