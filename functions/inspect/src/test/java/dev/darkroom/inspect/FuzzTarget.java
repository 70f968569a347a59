package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** What the fuzz targets have in common: an image is judged whole and while it comes, and both must agree. */
final class FuzzTarget {
    private static final int CHUNK = 60_000;

    private FuzzTarget() {}

    /** @throws AssertionError when the stream refuses what the whole is accepted for */
    static void judge(SparseImage image, DiskFormat declared) {
        InspectImage inspect = new InspectImage(Patches.LARGEST_DISK);
        Verdict whole = inspect.judge(image, declared);
        StreamJudge judge = inspect.stream(declared);
        for (long at = 0; at < image.size(); at += CHUNK) {
            ByteBuffer next = image.read(at, (int) Math.min(CHUNK, image.size() - at));
            if (judge.take(next).isPresent()) {
                if (whole instanceof Verdict.Accepted) {
                    throw new AssertionError("accepted whole, but refused while it came: " + judge.take(next));
                }
                return;
            }
        }
    }

    /** The bytes from {@code from} on, {@code length} of them, zeros where there are none. */
    static byte[] part(byte[] data, int from, int length) {
        byte[] part = new byte[length];
        if (from < data.length) {
            System.arraycopy(data, from, part, 0, Math.min(length, data.length - from));
        }
        return part;
    }

    static byte[] vhd(byte[] structure, int checksum) {
        int sum = 0;
        for (int i = 0; i < structure.length; i++) {
            sum += i >= checksum && i < checksum + 4 ? 0 : structure[i] & 0xff;
        }
        ByteBuffer.wrap(structure).putInt(checksum, ~sum);
        return structure;
    }

    static byte[] vhdx(byte[] structure) {
        return crc(new CRC32C(), structure, structure.length, 4);
    }

    static byte[] gpt(byte[] header, int length) {
        return crc(new CRC32(), header, length, 16);
    }

    private static byte[] crc(Checksum crc, byte[] structure, int length, int checksum) {
        ByteBuffer bytes = ByteBuffer.wrap(structure).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(checksum, 0);
        crc.update(structure, 0, length);
        bytes.putInt(checksum, (int) crc.getValue());
        return structure;
    }
}
