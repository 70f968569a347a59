package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;

/** The first 1024 bytes of a VMDK, header and descriptor; what follows is its end, with a footer if there is one. */
public final class VmdkFuzz {
    private static final long SIZE = 128 << 10;
    private static final int HEAD = 1024;
    private static final int TAIL = 1536;

    private VmdkFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        SparseImage image = new SparseImage(SIZE)
                .put(0, FuzzTarget.part(data, 0, HEAD))
                .put(SIZE - TAIL, FuzzTarget.part(data, HEAD, TAIL));
        FuzzTarget.judge(image, DiskFormat.VMDK);
    }
}
