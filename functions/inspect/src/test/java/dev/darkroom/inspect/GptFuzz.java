package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;

/** The 66 bytes of a master boot record's table, and the header of a GUID partition table with its checksum made right. */
public final class GptFuzz {
    private static final long SIZE = 64 << 10;
    private static final int TABLE = 66;
    private static final int HEADER = 512;

    private GptFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        byte[] header = FuzzTarget.part(data, TABLE, HEADER);
        int length = Math.clamp((header[12] & 0xff) | (header[13] & 0xff) << 8, 20, HEADER);
        SparseImage image = new SparseImage(SIZE)
                .put(446, FuzzTarget.part(data, 0, TABLE))
                .put(HEADER, FuzzTarget.gpt(header, length));
        FuzzTarget.judge(image, DiskFormat.RAW);
    }
}
