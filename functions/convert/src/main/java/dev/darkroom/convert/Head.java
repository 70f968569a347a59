package dev.darkroom.convert;

import java.util.Arrays;

/** All that a program wrote, up to a bound; what exceeds it is an error of the one who wrote it. */
final class Head implements ProcessRunner.Output {
    static final int SIZE = 1 << 20;

    private byte[] kept = new byte[0];
    private boolean exceeded;

    @Override
    public synchronized void take(byte[] bytes, int length) {
        int room = Math.min(length, SIZE - kept.length);
        exceeded |= room < length;
        int used = kept.length;
        kept = Arrays.copyOf(kept, used + room);
        System.arraycopy(bytes, 0, kept, used, room);
    }

    /** Whether there was more than is kept. */
    synchronized boolean exceeded() {
        return exceeded;
    }

    synchronized byte[] bytes() {
        return kept.clone();
    }
}
