package dev.darkroom.upload.directory;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageReady.Outcome;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.testing.Staged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySpaceTest {
    @TempDir
    Path temp;

    private Path directory;
    private long left;
    private DirectoryTarget target;
    private Staged staged;
    private ImageConverted event;

    @BeforeEach
    void anImageOfAMebibyteIsStaged() {
        directory = temp.resolve("images");
        staged = new Staged(temp.resolve("staging"));
        event = staged.raw("debian_12", Samples.spec(), Staged.bytes(1 << 20, 1));
        target = new DirectoryTarget(
                new TargetName("images"),
                Optional.empty(),
                directory,
                new KeyGuard(),
                false,
                new DirectorySpace(directory, () -> left));
    }

    @Test
    void aFullDiskIsAProblemOfTheTargetUntilThereIsRoom() {
        left = 60 << 20;

        TargetAnnounced.Problem full = target.announce().problem();
        left--;
        assertThat(target.announce().problem()).as("nothing new").isEqualTo(full);

        assertThat(full.code()).isEqualTo(FailureCode.NO_SPACE);
        assertThat(full.message()).contains(directory + " has less than 64.0 MiB left, ");
        left = 100 << 20;
        assertThat(target.announce().problem()).isNull();
        assertThat(target.publish(event, staged.artifact(event), Progress.SILENT)
                        .outcome())
                .isEqualTo(Outcome.UPLOADED);
    }

    @Test
    void anImageForWhichThereIsNoRoomFailsByItself() throws IOException {
        var space = new DirectorySpace(directory, () -> 64 << 20);

        assertFails(FailureCode.NO_SPACE, () -> space.require(49 << 20));

        space.requireSome();
        space.require(48 << 20);
    }
}
