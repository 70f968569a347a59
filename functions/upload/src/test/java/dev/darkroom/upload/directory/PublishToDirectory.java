package dev.darkroom.upload.directory;

import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.testing.Staged;
import java.nio.file.Path;
import java.util.Optional;

/** A process of its own that publishes images {@code a} to {@code b} of a staging directory. */
final class PublishToDirectory {
    private PublishToDirectory() {}

    public static void main(String[] args) {
        var staged = new Staged(Path.of(args[0]));
        var target =
                new DirectoryTarget(new TargetName("images"), Optional.empty(), Path.of(args[1]), new KeyGuard(), true);
        target.announce();
        for (int i = Integer.parseInt(args[2]); i < Integer.parseInt(args[3]); i++) {
            ImageConverted event = staged.raw("image_" + i, Samples.spec(), Staged.bytes(1_000 + i, i));
            target.publish(event, staged.artifact(event), Progress.SILENT);
        }
    }
}
