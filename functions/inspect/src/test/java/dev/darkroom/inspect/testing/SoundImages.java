package dev.darkroom.inspect.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** Sound images that qemu-img does not make: disks with partitions, discs, and a VMDK that ends with a footer. */
public final class SoundImages {
    /** The size of the disks that lie in their files as they are. */
    public static final int DISK = 1 << 20;

    private static final int SECTOR = 512;

    private SoundImages() {}

    /** Nothing but zeros. */
    public static Path blank(Path directory) throws IOException {
        return Files.write(directory.resolve("disk.raw"), new byte[DISK]);
    }

    /** One active Linux partition from LBA 8 on. */
    public static Path mbr(Path directory) throws IOException {
        Path image = blank(directory);
        TestImages.patch(image, 446, HexFormat.of().parseHex("80000900" + "83002000" + "08000000" + "f8070000"));
        return TestImages.patch(image, 510, (byte) 0x55, (byte) 0xaa);
    }

    /** A protective MBR, a header, and room for 128 entries. */
    public static Path gpt(Path directory) throws IOException {
        return gpt(directory, SECTOR);
    }

    /** @param sector of 512 or 4096 bytes */
    public static Path gpt(Path directory, int sector) throws IOException {
        Path image = mbr(directory);
        TestImages.patch(image, 446, HexFormat.of().parseHex("00000200" + "eeffffff" + "01000000" + "ff070000"));
        ByteBuffer header = ByteBuffer.allocate(92).order(ByteOrder.LITTLE_ENDIAN);
        header.put("EFI PART".getBytes(StandardCharsets.US_ASCII))
                .putInt(0x10000)
                .putInt(92);
        header.putLong(24, 1).putLong(32, DISK / sector - 1).putLong(40, 34).putLong(48, DISK / sector - 34);
        header.putLong(72, 2).putInt(80, 128).putInt(84, 128);
        TestImages.patch(image, sector, header.array());
        Checksums.gpt(image, sector, 92);
        return image;
    }

    /** ISO 9660, as far as its first volume descriptor. */
    public static Path iso(Path directory) throws IOException {
        return TestImages.patch(blank(directory), 32769, "CD001".getBytes(StandardCharsets.US_ASCII));
    }

    /** The header says that the directory's place is in the footer, and three sectors at the end are the footer. */
    public static Path vmdkWithFooter(Path directory) throws IOException {
        Path image = TestImages.create(directory, "vmdk", "subformat=streamOptimized", 1 << 30);
        byte[] footer = new byte[3 * SECTOR];
        footer[12] = 3;
        System.arraycopy(Files.readAllBytes(image), 0, footer, SECTOR, SECTOR);
        TestImages.patch(image, Files.size(image), footer);
        byte[] atTheEnd = new byte[8];
        Arrays.fill(atTheEnd, (byte) 0xff);
        return TestImages.patch(image, 56, atTheEnd);
    }
}
