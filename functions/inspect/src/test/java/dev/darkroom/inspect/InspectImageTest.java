package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.inspect.testing.TestImages;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectImageTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"RAW", "QCOW2", "VMDK", "VHDX"})
    void diskOfTheLargestSizeIsAcceptedAndOneSectorMoreIsNot(DiskFormat format) {
        InspectImage inspect = new InspectImage(new ByteSize(MIB));

        Path largest = TestImages.create(directory, format.qemu(), "", MIB);
        Path larger = TestImages.create(directory, format.qemu(), "", MIB + 512);

        assertThat(inspect.inspect(largest, format)).isEqualTo(new Verdict.Accepted(MIB));
        assertThat(inspect.inspect(larger, format))
                .isEqualTo(new Verdict.Refused(
                        FailureCode.LIMIT_EXCEEDED,
                        format + ".virtual_size is 1049088 bytes, more than the limit of 1048576 (1.0 MiB)"));
    }

    @Test
    void descriptorOfTheLargestSizeIsAccepted() {
        // 2047 sectors, one fewer than a megabyte has; one more is among the hostile images.
        Path clean = TestImages.create(directory, "vmdk", "", 1 << 30);
        TestImages.patch(clean, 20 * 512 + 512, new byte[2047 * 512]);
        TestImages.patch(clean, 36, (byte) 0xff, (byte) 0x07);
        assertAccepted(clean, DiskFormat.VMDK, 1 << 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ami", "aki", "ari"})
    void partsOfAmazonImagesCannotBeDeclared(String format) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskFormat.of(format))
                .withMessageEndingWith("but is \"" + format + "\"");
    }

    @Test
    void fileThatCannotBeReadIsNoVerdict() {
        assertThatThrownBy(() -> Patches.inspect(directory.resolve("nothing"), DiskFormat.RAW))
                .isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsUnexpectedlyIsNotAccepted(DiskFormat declared) {
        ImageBytes failing = new ImageBytes() {
            @Override
            public OptionalLong knownSize() {
                return OptionalLong.of(MIB);
            }

            @Override
            public boolean has(long offset, long length) {
                return true;
            }

            @Override
            public ByteBuffer read(long offset, int length) {
                throw new IllegalStateException("a defect");
            }
        };

        assertThatThrownBy(() -> new InspectImage(Patches.LARGEST_DISK).judge(failing, declared))
                .hasMessage("a defect");
    }
}
