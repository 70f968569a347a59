package dev.darkroom.inspect.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Makes the checksums of patched structures right again, so that the patched field is what is wrong. */
public final class Checksums {
    private Checksums() {}

    /** The one's complement of the sum of all bytes, as in a VHD. */
    public static void vhd(Path image, long at, int length, int checksum) throws IOException {
        int sum = 0;
        for (byte each : without(image, at, length, checksum)) {
            sum += each & 0xff;
        }
        TestImages.patch(
                image, at + checksum, ByteBuffer.allocate(4).putInt(~sum).array());
    }

    /** CRC-32C, as in a VHDX. */
    public static void vhdx(Path image, long at, int length) throws IOException {
        crc(new CRC32C(), image, at, length, 4);
    }

    /** CRC-32, as in a GUID partition table. */
    public static void gpt(Path image, long at, int length) throws IOException {
        crc(new CRC32(), image, at, length, 16);
    }

    private static void crc(Checksum crc, Path image, long at, int length, int checksum) throws IOException {
        crc.update(without(image, at, length, checksum));
        ByteBuffer value = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) crc.getValue());
        TestImages.patch(image, at + checksum, value.array());
    }

    private static byte[] without(Path image, long at, int length, int checksum) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "r")) {
            byte[] bytes = new byte[length];
            file.seek(at);
            file.readFully(bytes);
            Arrays.fill(bytes, checksum, checksum + 4, (byte) 0);
            return bytes;
        }
    }
}
