package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.HostileImage;
import dev.darkroom.inspect.testing.HostileImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile image is refused under its code and by the field that makes it hostile. */
class HostileImagesTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void isRefusedByName(HostileImage image) throws IOException {
        Path file = image.in(directory);

        assertThat(Patches.inspect(file, image.declared())).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.reason()).startsWith(image.reason());
            assertThat(refused.code()).isEqualTo(image.code());
        });
        streamed(file, image.declared())
                .ifPresent(refused -> assertThat(refused.code()).isEqualTo(image.code()));
    }

    private static Optional<Verdict.Refused> streamed(Path file, DiskFormat declared) throws IOException {
        StreamJudge judge = new InspectImage(Patches.LARGEST_DISK).stream(declared);
        byte[] buffer = new byte[64 << 10];
        try (var in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                Optional<Verdict.Refused> refused = judge.take(buffer, 0, count);
                if (refused.isPresent()) {
                    return refused;
                }
            }
            return Optional.empty();
        }
    }

    static List<HostileImage> isRefusedByName() {
        return HostileImages.all();
    }

    @Test
    void namesAreUniqueAndTheTableIsLong() {
        assertThat(HostileImages.all()).extracting(HostileImage::name).doesNotHaveDuplicates();
        assertThat(HostileImages.all()).hasSizeGreaterThanOrEqualTo(250);
    }
}
