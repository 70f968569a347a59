package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tables refer to is in the file: of whatever is cut off a sound image, no more and no less than qemu-img check says. */
class AllocationTest {
    private static final long GIB = 1 << 30;
    private static final int DISK = (3 << 20) + 512;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qcow2",
                "qcow2 -o compat=0.10",
                "qcow2 -o compat=0.10,cluster_size=512",
                "qcow2 -o cluster_size=512",
                "qcow2 -o cluster_size=2M",
                "qcow2 -o lazy_refcounts=on",
                "qcow2 -o refcount_bits=1",
                "qcow2 -o preallocation=metadata",
                "qcow2 -o preallocation=falloc",
                "qcow2 -o preallocation=full",
                "qcow2 -W",
                "qcow2 -c",
                "qcow2 -c -o cluster_size=512",
                "qcow2 -c -o cluster_size=2M",
                "qcow2 -c -o compat=0.10",
                "qcow2 -c -o compression_type=zstd",
                "vmdk",
                "vmdk -o compat6=on",
                "vmdk -o zeroed_grain=on",
                "vmdk -o subformat=streamOptimized",
                "vmdk -o subformat=streamOptimized,compat6=on"
            })
    void imageFullOfDataIsAccepted(String options) {
        Path image = TestImages.full(directory, DISK, options.split(" "));

        assertAccepted(image, format(options), DISK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qcow2", "qcow2 -o compat=0.10", "qcow2 -c", "qcow2 -o cluster_size=512"})
    void changedImageIsAccepted(String options) {
        String image = TestImages.full(directory, DISK, options.split(" ")).toString();
        TestImages.run("qemu-img", "resize", "-q", "-f", "qcow2", image, "1G");
        TestImages.run("qemu-img", "snapshot", "-c", "before", image);
        TestImages.run("qemu-io", "-f", "qcow2", "-c", "write -q -z 0 1M", "-c", "write -q -z 600M 1M", image);
        TestImages.run("qemu-io", "-f", "qcow2", "-c", "write -q 700M 1M", "-c", "discard -q 1M 1M", image);
        TestImages.run("qemu-img", "snapshot", "-d", "before", image);
        assertAccepted(Path.of(image), DiskFormat.QCOW2, GIB);

        TestImages.run("qemu-img", "resize", "-q", "-f", "qcow2", "--shrink", image, "650M");

        assertAccepted(Path.of(image), DiskFormat.QCOW2, 650 << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qcow2",
                "qcow2 -o compat=0.10,cluster_size=4k",
                "qcow2 -o cluster_size=512",
                "qcow2 -o preallocation=metadata"
            })
    void fileThatIsCutIsJudgedAsByQemuImg(String options) throws IOException {
        Path image = TestImages.full(directory, DISK, options.split(" "));
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            for (long length : lengths(file.length())) {
                file.setLength(length);

                assertThat(Patches.inspect(image, DiskFormat.QCOW2) instanceof Verdict.Accepted)
                        .as("cut to %d", length)
                        .isEqualTo(isSound(image));
            }
        }
    }

    /** From the whole file down, first in small steps, for the last cluster may be cut. */
    private static long[] lengths(long size) {
        return Stream.iterate(1L, less -> less < size, less -> less * 5 / 4 + 1)
                .mapToLong(less -> size - less)
                .toArray();
    }

    private static boolean isSound(Path image) {
        try {
            TestImages.run("qemu-img", "check", "-q", "-f", "qcow2", image.toString());
            return true;
        } catch (AssertionError corruptOrUnreadable) {
            return false;
        }
    }

    /** Its disk is as large as one may be, in the smallest clusters: three million entries that all refer to the same table. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void oneTableForAllCostsNoMoreThanTables() throws IOException {
        long size = Patches.LARGEST_DISK.bytes();
        Path image = TestImages.create(directory, "qcow2", "cluster_size=512", size);
        long table = Files.size(image) / 512 * 512 + 512;
        ByteBuffer directoryOfTables = ByteBuffer.allocate((int) (size / (64 * 512)) * Long.BYTES);
        while (directoryOfTables.hasRemaining()) {
            directoryOfTables.putLong(table);
        }
        TestImages.patch(image, l1Table(image), directoryOfTables.array());
        TestImages.patch(image, table, new byte[512]);

        assertAccepted(image, DiskFormat.QCOW2, size);
    }

    private static long l1Table(Path image) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "r")) {
            file.seek(40);
            return file.readLong();
        }
    }

    private static DiskFormat format(String options) {
        return DiskFormat.of(options.split(" ")[0]);
    }
}
