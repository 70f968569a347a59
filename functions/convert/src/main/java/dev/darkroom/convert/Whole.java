package dev.darkroom.convert;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.util.Arrays;

/** All that a program wrote, up to a bound; what exceeds it is an error of the one who wrote it, and ends the program. */
final class Whole implements ProcessRunner.Output {
    static final int SIZE = 1 << 20;

    private final FailureCode flood;
    private byte[] kept = new byte[0];

    /** @param flood what it means when there is more */
    Whole(FailureCode flood) {
        this.flood = flood;
    }

    @Override
    public synchronized void take(byte[] bytes, int length) {
        int used = kept.length;
        if (length > SIZE - used) {
            throw new FailureException(flood, "what qemu-img says is longer than " + SIZE + " bytes");
        }
        kept = Arrays.copyOf(kept, used + length);
        System.arraycopy(bytes, 0, kept, used, length);
    }

    synchronized byte[] bytes() {
        return kept.clone();
    }
}
