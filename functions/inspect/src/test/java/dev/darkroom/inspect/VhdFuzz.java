package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The structures of a VHD, or of a VHDX, one behind the other; their checksums are made right, else nothing behind them would
 * ever be reached.
 */
public final class VhdFuzz {
    private static final int KIB = 1 << 10;
    private static final long VHD_SIZE = 64 * KIB;
    private static final long VHDX_SIZE = 4 * 1024 * KIB;
    private static final byte[] VHDX = "vhdxfile".getBytes(StandardCharsets.US_ASCII);

    private VhdFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (Arrays.equals(FuzzTarget.part(data, 0, VHDX.length), VHDX)) {
            FuzzTarget.judge(vhdx(data), DiskFormat.VHDX);
        } else {
            FuzzTarget.judge(vhd(data), DiskFormat.VHD);
        }
    }

    private static SparseImage vhd(byte[] data) {
        byte[] footer = FuzzTarget.vhd(FuzzTarget.part(data, 0, 512), 64);
        SparseImage image = new SparseImage(VHD_SIZE).put(VHD_SIZE - 512, footer);
        if (data.length > 512) {
            image.put(0, footer).put(512, FuzzTarget.vhd(FuzzTarget.part(data, 512, 1024), 36));
        }
        return image;
    }

    /** 80 bytes of header, 80 of region table, 192 of metadata table, 64 of items. */
    private static SparseImage vhdx(byte[] data) {
        byte[] header = Arrays.copyOf(FuzzTarget.part(data, 8, 80), 4 * KIB);
        byte[] table = Arrays.copyOf(FuzzTarget.part(data, 88, 80), 64 * KIB);
        return new SparseImage(VHDX_SIZE)
                .put(0, VHDX)
                .put(64 * KIB, FuzzTarget.vhdx(header))
                .put(192 * KIB, FuzzTarget.vhdx(table))
                .put(3 * 1024 * KIB, FuzzTarget.part(data, 168, 192))
                .put(3 * 1024 * KIB + 64 * KIB, FuzzTarget.part(data, 360, 64));
    }
}
