package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.inspect.testing.HostileImage;
import dev.darkroom.inspect.testing.HostileImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        new InspectImage(Patches.LARGEST_DISK)
                .stream(image.declared())
                        .take(ByteBuffer.wrap(Files.readAllBytes(file)))
                        .ifPresent(refused -> assertThat(refused.code()).isEqualTo(image.code()));
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
