package dev.darkroom.staging;

import static dev.darkroom.events.testing.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageKey;
import dev.darkroom.staging.Staging.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of keys that rest where one that does not, {@code KEY}, lacks room. */
class RestingTest {
    private static final ImageKey ONE = new ImageKey("one");
    private static final ImageKey TWO = new ImageKey("two");

    @TempDir
    Path root;

    private final KeyGuard guard = new KeyGuard();
    private DirectoryStaging staging;
    private Resting resting;

    @BeforeEach
    void nothingIsStaged() {
        staging = new DirectoryStaging(root, new ByteSize(0), guard, Progress.SILENT);
        resting = new Resting(root, guard);
    }

    @Test
    void ofTwoThatRestOneIsGivenUpThoughTheOtherCannotBeDeleted() throws IOException {
        rests(ONE);
        rests(TWO);
        var tried = new ArrayList<ImageKey>();

        assertThat(giveUpButTheFirst(tried)).isTrue();

        assertThat(tried).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(giveUpButTheFirst(tried)).isFalse();
        assertThat(tried).as("it is not tried again every second").hasSize(2);
        assertThat(staging.published(tried.getFirst())).containsExactly("source");
        assertThat(staging.published(tried.getLast())).isEmpty();
        assertThat(guard.size()).isZero();
    }

    private boolean giveUpButTheFirst(List<ImageKey> tried) {
        return resting.giveUp(root.resolve("none"), key -> {
            tried.add(key);
            if (tried.size() == 1) {
                throw new UncheckedIOException(new IOException("it cannot be deleted"));
            }
            staging.sweep(key);
        });
    }

    /** The disk was full, or the machine lost its power. */
    @Test
    void whereTheNoteWasCutNobodyHopesForWhatCannotBeGivenUp() throws IOException {
        rests(ONE);
        assertThat(staging.others(KEY, Purpose.CONVERSION)).isEqualTo("bytes".length());
        Files.writeString(staging.workFile(ONE, Resting.NOTE), "");

        assertThat(staging.giveUp(KEY)).isFalse();

        assertThat(staging.others(KEY, Purpose.CONVERSION)).isZero();
        assertThat(staging.published(ONE)).containsExactly("source");
    }

    @Test
    void aDownloadThatWasCutIsHopedForAndGivenUp() throws IOException {
        Path half = staging.workFile(ONE, "download");
        Files.writeString(half, "half");
        Path unpacked = Files.createDirectory(staging.workFile(ONE, "unpacked"));
        Files.writeString(unpacked.resolve("disk"), "disk");
        assertThat(staging.others(KEY, Purpose.DOWNLOAD)).as("it goes on").isZero();
        staging.rest(ONE);

        assertThat(staging.others(KEY, Purpose.DOWNLOAD)).isEqualTo("half".length() + "disk".length());
        assertThat(staging.giveUp(KEY)).isTrue();

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void nothingComesOfANoteAlone() throws IOException {
        staging.workFile(ONE, "download");
        staging.rest(ONE);

        assertThat(staging.others(KEY, Purpose.DOWNLOAD)).isZero();
        assertThat(staging.giveUp(KEY)).isFalse();
    }

    private void rests(ImageKey key) throws IOException {
        Files.writeString(staging.workFile(key, "source"), "bytes");
        staging.publish(key, "source", DiskFormat.RAW, null);
        staging.rest(key);
    }
}
