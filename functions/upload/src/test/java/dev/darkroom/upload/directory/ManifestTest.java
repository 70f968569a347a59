package dev.darkroom.upload.directory;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.events.testing.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.upload.PublishedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final PublishedImage IMAGE = new PublishedImage(
            KEY,
            ImageId.of(KEY, 0),
            0,
            DiskFormat.RAW,
            1,
            Samples.SHA512,
            Samples.SOURCE,
            Samples.SHA256,
            List.of(),
            1);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"id", "disk_format", "sha512", "source_url", "source_sha256"})
    void whatAnEntryLacksIsNamed(String field) throws IOException {
        Manifest written = Manifest.read(directory);
        written.note(KEY, ManifestEntry.of(IMAGE, Samples.spec()));
        written.write();
        Path file = directory.resolve(Manifest.NAME);
        Files.writeString(file, Files.readString(file).replace("\"" + field + "\"", "\"x\""));

        Manifest read = Manifest.read(directory);

        assertThat(assertFails(FailureCode.TARGET_REFUSED, () -> read.published(KEY)))
                .hasMessageContaining("images." + KEY + ": " + field + " is missing;");
    }
}
