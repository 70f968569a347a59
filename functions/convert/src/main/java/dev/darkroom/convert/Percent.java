package dev.darkroom.convert;

import java.util.function.DoubleConsumer;

/**
 * Reads what {@code qemu-img convert -p} writes as it comes: {@code (12.34/100%)}, over and over. What was said last is said
 * again each second: a qemu-img that keeps silent may write to the disk all the same.
 */
final class Percent implements ProcessRunner.Output {
    private static final int LONGEST = 8;

    private final DoubleConsumer done;
    private final StringBuilder number = new StringBuilder();
    private boolean within;
    private double share;

    /** @param done hears of the share that is done, 0 to 1, on one thread at a time */
    Percent(DoubleConsumer done) {
        this.done = done;
    }

    @Override
    public synchronized void take(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            take((char) bytes[i]);
        }
    }

    @Override
    public synchronized void tick() {
        done.accept(share);
    }

    private void take(char next) {
        if (next == '(') {
            within = true;
            number.setLength(0);
        } else if (within && (next >= '0' && next <= '9' || next == '.') && number.length() < LONGEST) {
            number.append(next);
        } else {
            if (within && next == '/' && number.toString().matches("\\d+(\\.\\d+)?")) {
                share = Math.min(1, Double.parseDouble(number.toString()) / 100);
                done.accept(share);
            }
            within = false;
        }
    }
}
