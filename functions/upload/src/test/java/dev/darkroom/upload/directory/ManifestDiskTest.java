package dev.darkroom.upload.directory;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.testing.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory on a disk of its own, to which a link leads as a mount point does; without that disk it is on another. */
class ManifestDiskTest {
    @TempDir
    Path temp;

    @TempDir(factory = PlaceFileTest.InMemory.class)
    Path disk;

    private Path mountPoint;
    private Path below;
    private DirectoryTarget target;
    private Staged staged;
    private ImageConverted event;

    @BeforeEach
    void anImageIsThere() throws IOException {
        below = Files.createDirectory(temp.resolve("below"));
        mountPoint = Files.createSymbolicLink(temp.resolve("mount"), disk);
        target = target();
        target.announce();
        staged = new Staged(temp.resolve("staging"));
        event = staged.raw("debian_12", Samples.spec(), Staged.bytes(1_000, 1));
        publish();
    }

    @Test
    void aDiskThatIsNotMountedAnyMoreIsNotAnEmptyOne() throws IOException {
        lead(below);

        assertThat(target.announce().problem().code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertFails(FailureCode.TARGET_UNAVAILABLE, target::images);
        assertThat(assertFails(FailureCode.TARGET_UNAVAILABLE, this::publish))
                .hasMessageContaining("is on another disk than before, which has no manifest.json");
        assertThat(below.resolve("debian_12.raw")).doesNotExist();

        lead(disk);

        assertThat(target.announce().problem()).isNull();
        assertThat(target.images()).containsExactly(ImageId.of(event.key(), 0));
    }

    @Test
    void aDiskThatGoesBeforeItsFirstImageIsMissed() throws IOException {
        Path empty = Files.createDirectory(disk.resolve("empty"));
        Path directory = mountPoint.resolve("empty");
        target = new DirectoryTarget(new TargetName("files"), Optional.empty(), directory, new KeyGuard(), true);
        assertThat(target.announce().problem()).isNull();
        assertThat(empty.resolve("manifest.json")).content().contains("images");

        lead(below);

        assertThat(target.announce().problem().code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertFails(FailureCode.TARGET_UNAVAILABLE, this::publish);
        assertThat(below).isEmptyDirectory();

        lead(disk);

        assertThat(target.announce().problem()).isNull();
        publish();
        assertThat(empty.resolve("debian_12.raw")).exists();
    }

    @Test
    void whoStartsAnewOnAnotherDiskMeansIt() throws IOException {
        lead(below);
        target = target();

        assertThat(target.announce().problem()).isNull();
        assertThat(target.images()).isEmpty();
    }

    @Test
    void oneThatHasImagesByWhatIsKnownIsNotFilledAnewBelowItsMountPoint() throws IOException {
        lead(below);
        target = target();
        target.expectImages();

        assertThat(target.announce().problem().code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertFails(FailureCode.TARGET_UNAVAILABLE, target::images);
        assertFails(FailureCode.TARGET_UNAVAILABLE, this::publish);
        assertThat(below).isEmptyDirectory();

        lead(disk);

        assertThat(target.announce().problem()).isNull();
        assertThat(target.images()).containsExactly(ImageId.of(event.key(), 0));
    }

    @Test
    void oneThatWasReplacedIsFilledAnewWhenItIsSaid() throws Exception {
        Path replaced = temp.resolve("gone");
        target = new DirectoryTarget(new TargetName("files"), Optional.empty(), replaced, new KeyGuard(), true);
        target.expectImages();

        String message = target.announce().problem().message();
        assertThat(replaced).doesNotExist();
        String command = message.substring(message.indexOf("mkdir"));
        assertThat(new ProcessBuilder("sh", "-c", command).start().waitFor()).isZero();

        assertThat(target.announce().problem()).isNull();
        assertThat(target.images()).isEmpty();
        publish();
        assertThat(target.images()).containsExactly(ImageId.of(event.key(), 0));
    }

    /** Whoever hears of the trouble looks which images are there when it is over. */
    @Test
    void aDirectoryThatWasEmptiedIsInTroubleOnceAndThenEmpty() throws IOException {
        Files.delete(disk.resolve("debian_12.raw"));
        Files.delete(disk.resolve("manifest.json"));

        assertFails(FailureCode.TARGET_UNAVAILABLE, this::publish);
        assertFails(FailureCode.TARGET_UNAVAILABLE, target::images);
        assertThat(target.announce().problem().message()).contains("has lost its manifest.json");
        assertThat(target.announce().problem()).isNull();
        assertThat(target.images()).isEmpty();

        publish();
        Files.delete(disk.resolve("manifest.json"));
        assertThat(target.announce().problem()).as("each time").isNotNull();
    }

    @Test
    void aDiskThatGoesAfterTheDirectoryWasEmptiedIsMissed() throws IOException {
        Files.delete(disk.resolve("manifest.json"));
        assertThat(target.announce().problem()).isNotNull();

        lead(below);

        assertThat(target.announce().problem().message()).contains("is on another disk than before");
        assertFails(FailureCode.TARGET_UNAVAILABLE, this::publish);
        assertThat(below).isEmptyDirectory();
    }

    @Test
    void aDirectoryThatIsGoneIsMadeWhenItIsAnnouncedAndNotBefore() throws IOException {
        Path directory = mountPoint.resolve("gone");
        target = new DirectoryTarget(new TargetName("files"), Optional.empty(), directory, new KeyGuard(), true);

        assertThat(assertFails(FailureCode.TARGET_UNAVAILABLE, this::publish)).hasMessageContaining(" does not exist;");
        assertThat(directory).doesNotExist();

        assertThat(target.announce().problem()).isNull();
        publish();
        assertThat(directory.resolve("debian_12.raw")).exists();
    }

    private DirectoryTarget target() {
        return new DirectoryTarget(new TargetName("files"), Optional.empty(), mountPoint, new KeyGuard(), true);
    }

    private void publish() {
        target.publish(event, staged.artifact(event), Progress.SILENT);
    }

    private void lead(Path where) throws IOException {
        Files.delete(mountPoint);
        Files.createSymbolicLink(mountPoint, where);
    }
}
