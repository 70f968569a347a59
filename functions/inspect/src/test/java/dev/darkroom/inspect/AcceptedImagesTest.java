package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.TestImages;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever qemu-img makes is accepted, and we and qemu-img say the same of its size. */
class AcceptedImagesTest {
    private static final Pattern VIRTUAL_SIZE = Pattern.compile("\"virtual-size\": (\\d+)");

    @TempDir
    Path directory;

    private final InspectImage inspect = new InspectImage(ByteSize.ofMiB(100 << 10));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "raw   |                                                   | 1048576",
                "raw   |                                                   | 1000",
                "raw   | preallocation=full                                | 65536",
                "qcow2 |                                                   | 1048576",
                "qcow2 |                                                   | 107374182400",
                "qcow2 | compat=0.10                                       | 10737418240",
                "qcow2 | compat=1.1,lazy_refcounts=on                      | 1073741824",
                "qcow2 | cluster_size=512                                  | 1073741824",
                "qcow2 | cluster_size=2M                                   | 1073741824",
                "qcow2 | compression_type=zstd                             | 1073741824",
                "qcow2 | refcount_bits=1                                   | 1073741824",
                "qcow2 | refcount_bits=64                                  | 1073741824",
                "qcow2 | preallocation=metadata                            | 1073741824",
                "vmdk  |                                                   | 1073741824",
                "vmdk  | subformat=streamOptimized                         | 1073741824",
                "vmdk  | compat6=on                                        | 1073741824",
                "vmdk  | adapter_type=lsilogic,hwversion=11,zeroed_grain=on| 1073741824",
                "vpc   |                                                   | 1073741824",
                "vpc   | force_size=on                                     | 1073741824",
                "vpc   | subformat=fixed                                   | 1048576",
                "vpc   | subformat=fixed,force_size=on                     | 1048576",
                "vhdx  |                                                   | 1073741824",
                "vhdx  | subformat=fixed                                   | 8388608",
                "vhdx  | block_size=1M,log_size=2M                         | 1073741824",
                "vdi   |                                                   | 1073741824",
                "vdi   | static=on                                         | 2097152",
            })
    void imageOfQemuImgIsAcceptedWithItsSize(String format, String options, long size) {
        Path image = TestImages.create(directory, format, options == null ? "" : options, size);

        Verdict verdict = inspect.inspect(image, ofQemu(format));

        assertThat(verdict).isEqualTo(new Verdict.Accepted(virtualSize(image, format)));
    }

    private static DiskFormat ofQemu(String format) {
        return format.equals("vpc") ? DiskFormat.VHD : DiskFormat.of(format);
    }

    private static long virtualSize(Path image, String format) {
        Matcher found = VIRTUAL_SIZE.matcher(
                TestImages.run("qemu-img", "info", "--output=json", "-f", format, image.toString()));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }
}
