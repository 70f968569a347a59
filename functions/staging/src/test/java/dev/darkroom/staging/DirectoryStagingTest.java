package dev.darkroom.staging;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.events.testing.Samples.SHA256;
import static dev.darkroom.events.testing.Samples.SHA512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.StagedFile;
import dev.darkroom.staging.Staging.Purpose;
import dev.darkroom.staging.disk.PrivateDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryStagingTest {
    private static final String SOURCE = StagedName.source(SHA256);

    @TempDir
    Path root;

    private DirectoryStaging staging() {
        return new DirectoryStaging(root.resolve("staging"), new ByteSize(0));
    }

    private StagedFile publish(DirectoryStaging staging, String content) throws IOException {
        Files.writeString(staging.workFile(KEY, SOURCE), content);
        return staging.publish(KEY, SOURCE, DiskFormat.QCOW2, SHA512);
    }

    @Test
    void onlyItsOwnerMayLookIntoTheDirectoryThatItMakes() throws IOException {
        Path file = staging().workFile(KEY, "source");

        assertThat(file.getParent()).isDirectory();
        assertThat(PrivateDirectory.isOpen(root.resolve("staging"))).isFalse();
    }

    @Test
    void publishedBytesAreFoundAndOpened() throws IOException {
        var staging = staging();

        StagedFile file = publish(staging, "bytes");

        assertThat(file.size()).isEqualTo(5);
        assertThat(file.format()).isEqualTo(DiskFormat.QCOW2);
        assertThat(file.sha512()).isEqualTo(SHA512);
        assertThat(staging.open(file, SHA256)).hasContent("bytes");
        assertThat(staging.find(KEY, SOURCE)).hasValue(staging.open(file, SHA256));
    }

    @Test
    void publishedNamesAreThoseOfThisKeyAndNotOfWork() throws IOException {
        var staging = staging();
        assertThat(staging.published(KEY)).isEmpty();
        Files.writeString(staging.workFile(KEY, "download"), "half");
        assertThat(staging.published(KEY)).isEmpty();

        publish(staging, "bytes");

        assertThat(staging.published(KEY)).containsExactly(SOURCE);
        assertThat(staging.published(new ImageKey("other"))).isEmpty();
    }

    @Test
    void aKeyNeverBecomesAPath() throws IOException {
        StagedFile file = publish(staging(), "bytes");

        assertThat(file.reference()).matches("[0-9a-f]{64}/" + SOURCE).doesNotContain(KEY.value());
    }

    @Test
    void keysDoNotShareADirectory() throws IOException {
        var staging = staging();
        publish(staging, "bytes");

        assertThat(staging.find(new ImageKey("debian_12_20260802"), SOURCE)).isEmpty();
    }

    @Test
    void whatIsNotPublishedIsNotFound() throws IOException {
        var staging = staging();
        Files.writeString(staging.workFile(KEY, "source"), "half");

        assertThat(staging.find(KEY, "source")).isEmpty();
    }

    @Test
    void aWorkFileKeepsItsBytesOverARestart() throws IOException {
        Files.writeString(staging().workFile(KEY, "download"), "half");

        assertThat(staging().workFile(KEY, "download")).hasContent("half");
    }

    @Test
    void publishingAgainKeepsTheFirstBytesAndRemovesTheWorkFile() throws IOException {
        var staging = staging();
        publish(staging, "first");

        StagedFile again = publish(staging, "second!");

        assertThat(staging.open(again, SHA256)).hasContent("first");
        assertThat(again.size()).isEqualTo(5);
        assertThat(staging.workFile(KEY, SOURCE)).doesNotExist();
    }

    @Test
    void publishingWithoutAWorkFileFails() {
        assertThatThrownBy(() -> staging().publish(KEY, "source", DiskFormat.RAW, null))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(KEY.value());
    }

    @Test
    void aFileThatLiesElsewhereInTheWorkIsPublishedUnderItsName() throws IOException {
        var staging = staging();
        Path work = staging.workFile(KEY, "download");
        Files.writeString(work, "bytes");

        StagedFile file = staging.publish(KEY, work, SOURCE, DiskFormat.RAW, null);

        assertThat(staging.open(file, SHA256)).hasContent("bytes");
        assertThat(work).doesNotExist();
    }

    @Test
    void bytesAreNotThoseOfAnotherSource() throws IOException {
        var staging = staging();
        StagedFile source = publish(staging, "bytes");
        String name = StagedName.artifact(SHA256, DiskFormat.RAW);
        Files.writeString(staging.workFile(KEY, name), "made");
        StagedFile artifact = staging.publish(KEY, name, DiskFormat.RAW, null);
        Digest other = Digest.parse("sha256:" + "0".repeat(64));

        assertThat(staging.open(artifact, SHA256)).hasContent("made");
        assertMissing(() -> staging.open(source, other), "perhaps of another source");
        assertMissing(() -> staging.open(artifact, other), "perhaps of another source");
    }

    /** What lies there by now may be of another source than an event means. */
    @ParameterizedTest
    @ValueSource(strings = {"source", "artifact.raw"})
    void bytesWhoseNameDoesNotSayTheSourceAreMissing(String name) throws IOException {
        var staging = staging();
        Files.writeString(staging.workFile(KEY, name), "bytes");
        StagedFile file = staging.publish(KEY, name, DiskFormat.RAW, null);

        assertMissing(() -> staging.open(file, SHA256), "perhaps of another source");
    }

    @Test
    void openingSweptBytesSaysThatTheyAreMissing() throws IOException {
        var staging = staging();
        StagedFile file = publish(staging, "bytes");
        staging.sweep(KEY);

        assertMissing(() -> staging.open(file, SHA256), "gone");
    }

    @Test
    void openingBytesOfAnotherSizeSaysThatTheyAreMissing() throws IOException {
        var staging = staging();
        StagedFile file = publish(staging, "bytes");
        Files.writeString(staging.open(file, SHA256), "byte");

        assertMissing(() -> staging.open(file, SHA256), "of another size");
    }

    @Test
    void sweepLeavesNothingOfTheKeyAndAllOfOthers() throws IOException {
        var staging = staging();
        publish(staging, "bytes");
        Files.writeString(staging.workFile(KEY, "download"), "half");
        ImageKey other = new ImageKey("other");
        Files.writeString(staging.workFile(other, "download"), "half");

        staging.sweep(KEY);

        assertThat(staging.workFile(other, "download")).hasContent("half");
        try (var left = Files.list(root.resolve("staging"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void sweepingNothingIsSuccess() {
        assertThatCode(() -> staging().sweep(KEY)).doesNotThrowAnyException();
    }

    @Test
    void sweepDeletesALinkAndNotWhatItPointsAt() throws IOException {
        var staging = staging();
        Path outside =
                Files.writeString(Files.createDirectory(root.resolve("outside")).resolve("file"), "kept");
        Files.createSymbolicLink(staging.workFile(KEY, "link"), outside.getParent());

        staging.sweep(KEY);

        assertThat(outside).hasContent("kept");
        assertThat(root.resolve("staging")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "work", "../x", "a/b", "A", ".hidden", "-x", "a b", "a:b"})
    void aNameThatCouldBeAnotherPathIsRefused(String name) {
        var staging = staging();

        assertThatThrownBy(() -> staging.workFile(KEY, name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> staging.find(KEY, name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReservationCountsWhatTheFileHolds() throws IOException {
        var staging = staging();
        Path file = Files.writeString(staging.workFile(KEY, "download"), "half");

        assertThatCode(() -> staging.reserve(KEY, file, 4, Purpose.DOWNLOAD).close())
                .doesNotThrowAnyException();
    }

    @Test
    void moreThanTheDiskHasIsNoSpace() {
        var staging = staging();
        Path file = staging.workFile(KEY, "download");

        assertFails(FailureCode.NO_SPACE, () -> staging.reserve(KEY, file, Long.MAX_VALUE / 2, Purpose.DOWNLOAD));
    }

    @Test
    void othersHoldWhatTheyHaveStaged() throws IOException {
        var staging = staging();
        Files.writeString(staging.workFile(KEY, "source"), "mine");
        staging.publish(KEY, "source", DiskFormat.RAW, null);
        var begun = new ImageKey("begun");
        Files.writeString(staging.workFile(begun, "download"), "half");
        assertThat(staging.others(KEY, Purpose.DOWNLOAD)).isZero();

        Files.writeString(staging.workFile(begun, "source"), "whole");
        staging.publish(begun, "source", DiskFormat.RAW, null);

        assertThat(staging.others(KEY, Purpose.DOWNLOAD)).isEqualTo("whole".length());
        assertThat(staging.others(begun, Purpose.DOWNLOAD)).isEqualTo("mine".length());
        assertThat(staging.others(KEY, Purpose.CONVERSION))
                .as("it may wait for us")
                .isZero();
        assertThat(staging.othersAwaitConversion(KEY)).isTrue();

        Files.writeString(staging.workFile(begun, "artifact.raw"), "made");
        staging.publish(begun, "artifact.raw", DiskFormat.RAW, null);

        assertThat(staging.others(KEY, Purpose.CONVERSION)).isEqualTo("whole".length() + "made".length());
        assertThat(staging.othersAwaitConversion(KEY)).isFalse();
    }

    @Test
    void whatHasAnotherNameElsewhereDoesNotComeBack(@TempDir Path target) throws IOException {
        var staging = staging();
        var linked = new ImageKey("linked");
        Files.writeString(staging.workFile(linked, "artifact.raw"), "made");
        staging.publish(linked, "artifact.raw", DiskFormat.RAW, null);
        Files.createLink(
                target.resolve("linked.raw"),
                staging.find(linked, "artifact.raw").orElseThrow());

        assertThat(staging.others(KEY, Purpose.DOWNLOAD)).isZero();
    }

    @Test
    void nobodyWaitsForMoreThanTheDiskHasThoughFilesWithHolesSeemToHoldIt() throws IOException {
        var staging = staging();
        var sparse = new ImageKey("sparse");
        long total = Files.getFileStore(root).getTotalSpace();
        try (var file =
                new RandomAccessFile(staging.workFile(sparse, "artifact.raw").toFile(), "rw")) {
            file.setLength(total + (2L << 30));
        }
        staging.publish(sparse, "artifact.raw", DiskFormat.RAW, null);
        Path file = staging.workFile(KEY, "download");

        assertFails(
                FailureCode.NO_SPACE,
                () -> interrupted(() -> staging.reserve(KEY, file, total + (1L << 30), Purpose.DOWNLOAD)));
    }

    @Test
    void downloadsLeaveWhatWasStagedTheSpaceToBeConverted(@TempDir Path target) throws IOException {
        var heard = new ArrayList<String>();
        var staging = new DirectoryStaging(
                root,
                new ByteSize(0),
                new KeyGuard(),
                (key, activity, done, total) ->
                        heard.add(key + " " + activity + (done < total ? "" : ", which is over")));
        long usable = Files.getFileStore(root).getUsableSpace();
        var other = new ImageKey("other");
        Path file = staging.workFile(KEY, "download");
        Files.writeString(staging.workFile(other, "source"), "whole");
        staging.publish(other, "source", DiskFormat.RAW, null);
        staging.expect(other, usable / 2);
        long most = usable - usable / 4;

        assertThatThrownBy(() -> interrupted(() -> staging.reserve(KEY, file, most, Purpose.DOWNLOAD)))
                .as("it waits")
                .isInstanceOf(IllegalStateException.class);
        assertThat(heard)
                .containsExactly(KEY + " waiting for staging space", KEY + " waiting for staging space, which is over");
        assertThatCode(() ->
                        staging.reserve(KEY, file, most, Purpose.CONVERSION).close())
                .doesNotThrowAnyException();
        Files.writeString(staging.workFile(other, "artifact.raw"), "made");
        staging.publish(other, "artifact.raw", DiskFormat.RAW, null);
        for (String published : staging.published(other)) {
            Files.createLink(
                    target.resolve(published), staging.find(other, published).orElseThrow());
        }
        assertThatCode(() -> staging.reserve(KEY, file, most, Purpose.DOWNLOAD).close())
                .doesNotThrowAnyException();
    }

    private static void interrupted(Runnable action) {
        Thread.currentThread().interrupt();
        try {
            action.run();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aRootThatIsAFileIsSaidAtOnce() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");

        assertThatThrownBy(() -> new DirectoryStaging(file, new ByteSize(0)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    /** In {@code /proc} nobody can make a file, not even root. */
    @Test
    void aRootInWhichNoFileCanBeMadeIsSaidAtOnce() {
        assertThatThrownBy(() -> new DirectoryStaging(Path.of("/proc"), new ByteSize(0)))
                .isInstanceOf(UncheckedIOException.class)
                .rootCause()
                .hasMessageStartingWith(
                        "the staging directory /proc cannot be made, read or written by the user that runs Darkroom: ");
    }

    @Test
    void nothingIsLeftOfTryingTheRoot() {
        staging();

        assertThat(root.resolve("staging")).isEmptyDirectory();
    }

    private static void assertMissing(ThrowingCallable work, String how) {
        assertThat(assertFails(FailureCode.STAGED_BYTES_MISSING, work)).hasMessageContaining(how);
    }
}
