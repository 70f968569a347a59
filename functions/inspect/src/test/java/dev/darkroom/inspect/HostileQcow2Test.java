package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;
import static dev.darkroom.inspect.Patches.assertRefused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileQcow2Test {
    private static final long SIZE = 1 << 30;

    @TempDir
    Path directory;

    private Path image;

    @BeforeEach
    void soundImage() {
        image = TestImages.create(directory, "qcow2", "", SIZE);
        assertAccepted(image, DiskFormat.QCOW2, SIZE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 300,
            value = {
                "version 4             | 4  | 00000004 | qcow2.version must be 2 or 3 but is 4",
                "version 0             | 4  | 00000000 | qcow2.version must be 2 or 3 but is 0",
                "backing file          | 8  | 00000000000001d8 | qcow2.backing_file_offset must be 0 but is 472",
                "backing file far away | 8  | ffffffffffffffff |"
                        + " qcow2.backing_file_offset must be 0 but is 18446744073709551615",
                "backing file's length | 16 | 00000001 | qcow2.backing_file_size must be 0 but is 1",
                "clusters of 256 B     | 20 | 00000008 | qcow2.cluster_bits must be 9..21 but is 8",
                "clusters of 4 MiB     | 20 | 00000016 | qcow2.cluster_bits must be 9..21 but is 22",
                "clusters of 2^63      | 20 | 0000003f | qcow2.cluster_bits must be 9..21 but is 63",
                "no virtual size       | 24 | 0000000000000000 |"
                        + " qcow2.size must be 512..9223372036854775807 but is 0",
                "half a sector         | 24 | 0000000000000100 | qcow2.size must be a multiple of 512 but is 256",
                "negative size         | 24 | fffffffffffffe00 |"
                        + " qcow2.size must be 512..9223372036854775807 but is 18446744073709551104",
                "AES                   | 32 | 00000001 | qcow2.crypt_method must be 0 but is 1",
                "LUKS                  | 32 | 00000002 | qcow2.crypt_method must be 0 but is 2",
                "no L1 table           | 36 | 00000000 | qcow2.l1_size must be 2..4194304 but is 0",
                "short L1 table        | 36 | 00000001 | qcow2.l1_size must be 2..4194304 but is 1",
                "L1 table over 32 MiB  | 36 | 00400001 | qcow2.l1_size must be 2..4194304 but is 4194305",
                "unaligned L1 table    | 40 | 0000000000030001 |"
                        + " qcow2.l1_table_offset must be a multiple of 65536 but is 196609",
                "L1 table outside      | 40 | 0000000000050000 |"
                        + " qcow2.l1_table_offset must be 0..196624 but is 327680",
                "unaligned refcounts   | 48 | 0000000000010200 |"
                        + " qcow2.refcount_table_offset must be a multiple of 65536 but is 66048",
                "refcounts outside     | 48 | 7fffffffffff0000 |"
                        + " qcow2.refcount_table_offset must be 0..196624 but is 9223372036854710272",
                "no refcounts          | 56 | 00000000 | qcow2.refcount_table_clusters must be 1..128 but is 0",
                "refcounts over 8 MiB  | 56 | 00000081 | qcow2.refcount_table_clusters must be 1..128 but is 129",
                "internal snapshot     | 60 | 00000001 | qcow2.nb_snapshots must be 0 but is 1",
                "corrupt               | 72 | 0000000000000002 |"
                        + " qcow2.incompatible_features must be without the corrupt bit but is 2",
                "data file             | 72 | 0000000000000004 |"
                        + " qcow2.incompatible_features must be without the data file bit but is 4",
                "data file among all   | 72 | 000000000000001d |"
                        + " qcow2.incompatible_features must be without the data file bit but is 29",
                "unknown feature 5     | 72 | 0000000000000020 |"
                        + " qcow2.incompatible_features must be of known bits (0..4) but is 32",
                "unknown feature 63    | 72 | 8000000000000000 |"
                        + " qcow2.incompatible_features must be of known bits (0..4) but is 9223372036854775808",
                "refcounts of 128 bits | 96 | 00000007 | qcow2.refcount_order must be 0..6 but is 7",
                "short header          | 100 | 00000060 | qcow2.header_length must be 104..65536 but is 96",
                "uneven header         | 100 | 00000069 | qcow2.header_length must be a multiple of 8 but is 105",
                "header over a cluster | 100 | 00010008 | qcow2.header_length must be 104..65536 but is 65544",
                "compression type 2    | 104 | 02 | qcow2.compression_type must be 0..1 but is 2",
                "hidden zstd           | 104 | 01 | qcow2.incompatible_features must be with the compression bit for"
                        + " compression_type 1, and only then but is 0",
                "zstd without its type | 72 | 0000000000000008 | qcow2.incompatible_features must be with the"
                        + " compression bit for compression_type 0, and only then but is 8",
                "data file's name      | 112 | 44415441 |"
                        + " qcow2.header_extension names a data file outside the image",
                "encryption header     | 112 | 0537be77 | qcow2.header_extension says that the image is encrypted",
                "endless extension     | 112 | 11111111ffffffff |"
                        + " qcow2.header_extension.length must be 0..65416 but is 4294967295",
            })
    void patchedFieldIsRefusedByName(String what, long offset, String hex, String reason) {
        TestImages.patch(image, offset, HexFormat.of().parseHex(hex));

        assertRefused(image, DiskFormat.QCOW2, reason);
    }

    @Test
    void dirtyImageIsAccepted() {
        // Its last user did not close it: the refcounts may be stale, the data are not.
        TestImages.patch(image, 79, (byte) 1);

        assertAccepted(image, DiskFormat.QCOW2, SIZE);
    }

    @Test
    void extendedL2EntriesNeedClustersOf16KiB() {
        Path small = TestImages.create(directory, "qcow2", "cluster_size=8k", SIZE);
        TestImages.patch(small, 79, (byte) 16);

        assertRefused(small, DiskFormat.QCOW2, "qcow2.cluster_bits must be 14..21 but is 13");
    }

    @Test
    void unknownExtensionIsSkippedAndTheNextOneStillRead() {
        HexFormat hex = HexFormat.of();
        TestImages.patch(image, 112, hex.parseHex("1111111100000003aabbcc0000000000" + "4441544100000000"));

        assertRefused(image, DiskFormat.QCOW2, "qcow2.header_extension names a data file outside the image");
    }

    @Test
    void realBackingFileIsRefused() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "s".repeat(512));
        Path overlay = directory.resolve("overlay.qcow2");
        TestImages.run(
                "qemu-img", "create", "-q", "-f", "qcow2", "-b", secret.toString(), "-F", "raw", overlay.toString());

        assertRefused(overlay, DiskFormat.QCOW2, "qcow2.backing_file_offset must be 0 but is 528");
    }

    @Test
    void realDataFileIsRefused() {
        Path image = TestImages.create(directory, "qcow2", "data_file=" + directory.resolve("data"), SIZE);

        assertRefused(
                image, DiskFormat.QCOW2, "qcow2.incompatible_features must be without the data file bit but is 4");
    }

    @Test
    void realSnapshotIsRefused() {
        TestImages.run("qemu-img", "snapshot", "-c", "before", image.toString());

        assertRefused(image, DiskFormat.QCOW2, "qcow2.nb_snapshots must be 0 but is 1");
    }
}
