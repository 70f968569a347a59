package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the bytes are, there is a verdict: no exception, no endless loop, no read beyond the bounds. */
class BrokenImagesTest {
    private static final int HEADER = 600;
    private static final int MUTATIONS = 3000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RAW", "ISO"})
    void imageCutAnywhereInItsHeaderIsRefused(DiskFormat format) throws IOException {
        Path image = TestImages.create(directory, format.qemu(), "", 1 << 30);
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            for (int length = HEADER; length >= 0; length--) {
                file.setLength(length);
                assertThat(Patches.inspect(image, format))
                        .as("%s cut to %d bytes", format, length)
                        .isInstanceOf(Verdict.Refused.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RAW", "ISO"})
    void imageWithAnyBytesChangedHasAVerdict(DiskFormat format) throws IOException {
        Path image = TestImages.create(directory, format.qemu(), "", 1 << 30);
        byte[] sound = Files.readAllBytes(image);
        Random random = new Random(20260801 + format.ordinal());
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            int changes = 1 + random.nextInt(4);
            int[] places =
                    random.ints(changes, 0, Math.min(sound.length, HEADER)).toArray();
            for (int place : places) {
                TestImages.patch(image, place, (byte) random.nextInt());
            }
            assertThat(Patches.inspect(image, format)).isNotNull();
            for (int place : places) {
                TestImages.patch(image, place, sound[place]);
            }
        }
        assertThat(Patches.inspect(image, format)).isInstanceOf(Verdict.Accepted.class);
    }
}
