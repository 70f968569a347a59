package dev.darkroom.convert;

import java.nio.charset.StandardCharsets;

/** The last bytes of what a program wrote, however much it was: there stands what ended it. */
final class Tail implements ProcessRunner.Output {
    static final int SIZE = 8 << 10;

    private final byte[] kept = new byte[SIZE];
    private int used;

    @Override
    public synchronized void take(byte[] bytes, int length) {
        int taken = Math.min(length, SIZE);
        int left = Math.min(used, SIZE - taken);
        System.arraycopy(kept, used - left, kept, 0, left);
        System.arraycopy(bytes, length - taken, kept, left, taken);
        used = left + taken;
    }

    synchronized String text() {
        return new String(kept, 0, used, StandardCharsets.UTF_8);
    }
}
