package dev.darkroom.inspect.testing;

import static dev.darkroom.inspect.testing.HostileImage.refused;

import dev.darkroom.events.DiskFormat;
import java.util.List;
import java.util.stream.Stream;

/** VDI, partition tables, and formats that only qemu knows. */
final class HostileDisks {
    private static final int SECTOR = 512;

    private HostileDisks() {}

    static List<HostileImage> all() {
        return Stream.of(
                        HostileTable.patched(
                                "vdi", DiskFormat.VDI, directory -> TestImages.create(directory, "vdi", "", 1 << 30)),
                        HostileTable.patched("mbr", DiskFormat.RAW, SoundImages::mbr),
                        HostileTable.patched("gpt", DiskFormat.RAW, SoundImages::gpt, (image, patches) -> {
                            patches.forEach(patch -> patch.apply(image, SECTOR));
                            Checksums.gpt(image, SECTOR, 92);
                        }),
                        List.of(
                                refused(
                                        "gpt: wrong checksum",
                                        DiskFormat.RAW,
                                        "gpt.header_crc32 must be ",
                                        directory ->
                                                TestImages.patch(SoundImages.gpt(directory), SECTOR + 60, (byte) 1)),
                                refused(
                                        "dmg: by its trailer",
                                        DiskFormat.RAW,
                                        "the image is dmg, which is never accepted: ",
                                        directory -> TestImages.patch(
                                                SoundImages.blank(directory), -SECTOR, HostileTable.bytes("koly")))),
                        foreign())
                .flatMap(List::stream)
                .toList();
    }

    private static List<HostileImage> foreign() {
        return Stream.of(
                        List.of("luks", "LUKS\\xba\\xbe\\0\\x01", "luks"),
                        List.of("luks2", "LUKS\\xba\\xbe\\0\\x02", "luks"),
                        List.of("qed", "QED\\0", "qed"),
                        List.of("qcow1", "QFI\\xfb\\0\\0\\0\\x01", "qcow version 1"),
                        List.of("vmdk3", "COWD", "vmdk version 3 (COWD)"),
                        List.of("parallels", "WithoutFreeSpace", "parallels"),
                        List.of("parallels extended", "WithouFreSpacExt", "parallels"),
                        List.of("bochs", "Bochs Virtual HD Image", "bochs"),
                        List.of("cloop", "#!/bin/sh\\n#V2.0 Format\\nmodprobe cloop", "cloop"))
                .flatMap(row -> Stream.of(DiskFormat.RAW, DiskFormat.QCOW2)
                        .map(declared -> refused(
                                row.get(0) + ": declared as " + declared,
                                declared,
                                "the image is " + row.get(2) + ", which is never accepted: ",
                                directory -> TestImages.patch(
                                        SoundImages.blank(directory), 0, HostileTable.bytes(row.get(1))))))
                .toList();
    }
}
