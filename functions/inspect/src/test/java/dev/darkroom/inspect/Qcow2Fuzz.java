package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;

/** The first bytes of a qcow2; the file goes on with zeros. */
public final class Qcow2Fuzz {
    private static final long SIZE = 512 << 10;

    private Qcow2Fuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        FuzzTarget.judge(new SparseImage(SIZE).put(0, data), DiskFormat.QCOW2);
    }
}
