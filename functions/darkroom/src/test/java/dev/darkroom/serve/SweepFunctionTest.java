package dev.darkroom.serve;

import static dev.darkroom.events.testing.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetName;
import dev.darkroom.staging.DirectoryStaging;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.SweepStaging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFunctionTest {
    @TempDir
    Path root;

    @Test
    void aSettledKeyLosesItsBytes() throws IOException {
        Path staged = sweep(new ImageSettled(KEY, List.of(), List.of(), List.of(), 0, null));

        assertThat(staged).doesNotExist();
    }

    @Test
    void aKeyThatRestsKeepsThem() throws IOException {
        Path staged = sweep(new ImageSettled(KEY, List.of(), List.of(), List.of(new TargetName("cloud")), 0, null));

        assertThat(staged).exists();
    }

    /** @return what was staged of the key before */
    private Path sweep(ImageSettled event) throws IOException {
        var staging = new DirectoryStaging(root, new ByteSize(0));
        Path staged = Files.writeString(staging.workFile(KEY, "download"), "half");

        new SweepFunction(new SweepStaging(staging, new KeyGuard())).sweep(event);

        return staged;
    }
}
