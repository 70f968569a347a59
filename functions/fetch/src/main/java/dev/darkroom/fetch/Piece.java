package dev.darkroom.fetch;

import dev.darkroom.fetch.origin.Origin;
import java.io.IOException;

/**
 * What came at once: as much as was wanted, or what there was when it was time to write it.
 *
 * @param length bytes, from the beginning of the buffer on
 * @param nanos  for which they were waited for
 * @param last   whether the answer has ended with them
 * @param cut    what has ended it before its time; null when nothing has
 */
record Piece(int length, long nanos, boolean last, IOException cut) {
    /** After so long what came is written, even if it is little, so that it is kept and shown. */
    private static final long FLUSH_NANOS = 250_000_000;

    static Piece read(Origin.Body body, byte[] buffer, int most) {
        int filled = 0;
        int read = 0;
        IOException cut = null;
        long since = System.nanoTime();
        try {
            while (read >= 0 && filled < most && System.nanoTime() - since < FLUSH_NANOS) {
                read = body.read(buffer, filled, most - filled);
                filled += Math.max(0, read);
            }
        } catch (IOException e) {
            cut = e;
        }
        return new Piece(filled, System.nanoTime() - since, read < 0, cut);
    }
}
