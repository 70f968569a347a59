package dev.darkroom.inspect;

import static dev.darkroom.inspect.Patches.assertAccepted;
import static dev.darkroom.inspect.Patches.assertRefused;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.TestImages;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileVdiTest {
    private static final long SIZE = 1 << 30;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "version 0.1             | 68  | 01000000 | vdi.version must be 65537 but is 1",
                "undo image              | 76  | 03000000 | vdi.image_type must be 1 or 2 but is 3",
                "differencing image      | 76  | 04000000 | vdi.image_type must be 1 or 2 but is 4",
                "unaligned block map     | 340 | 01020000 | vdi.block_map_offset must be a multiple of 512 but is 513",
                "block map outside       | 340 | 00feffff |"
                        + " vdi.block_map_offset must be 0..4608 but is 4294966784",
                "block map over the end  | 340 | 00120000 |"
                        + " vdi.block_map_offset is 4608, and 4096 bytes from there lie outside the file of 4608",
                "data outside            | 344 | 00fe0000 | vdi.data_offset must be 0..4608 but is 65024",
                "sectors of 4 KiB        | 360 | 00100000 | vdi.sector_size must be 512 but is 4096",
                "no size                 | 368 | 0000000000000000 | vdi.disk_size must be 1..1073741824 but is 0",
                "larger than its blocks  | 368 | 0100004000000000 |"
                        + " vdi.disk_size must be 1..1073741824 but is 1073741825",
                "negative size           | 368 | ffffffffffffffff |"
                        + " vdi.disk_size must be 1..1073741824 but is 18446744073709551615",
                "blocks of 2 MiB         | 376 | 00002000 | vdi.block_size must be 1048576 but is 2097152",
                "no blocks               | 384 | 00000000 | vdi.blocks_in_image must be 1..536870912 but is 0",
                "4 Gi blocks             | 384 | ffffffff |"
                        + " vdi.blocks_in_image must be 1..536870912 but is 4294967295",
                "more allocated than are | 388 | 01040000 | vdi.blocks_allocated must be 0..1024 but is 1025",
                "allocated but not there | 388 | 01000000 | vdi.data_offset is 4608, and 1048576 bytes from there"
                        + " lie outside the file of 4608",
                "linked image            | 424 | 01 | vdi.link_uuid must be all zeros but has data",
                "parent                  | 455 | 80 | vdi.parent_uuid must be all zeros but has data",
            })
    void patchedFieldIsRefusedByName(String what, long offset, String hex, String reason) {
        Path image = TestImages.create(directory, "vdi", "", SIZE);
        assertAccepted(image, DiskFormat.VDI, SIZE);

        TestImages.patch(image, offset, HexFormat.of().parseHex(hex));

        assertRefused(image, DiskFormat.VDI, reason);
    }
}
