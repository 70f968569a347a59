package dev.darkroom.fetch;

import dev.darkroom.fetch.origin.Origin.End;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** Whether all of an answer is here when nothing more of it comes. */
final class Ending {
    private final boolean proven;
    private End end = End.FRAMED;
    private boolean certain = true;
    private long cutAt = -1;

    /** @param proven whether a strong checksum will prove the bytes */
    Ending(boolean proven) {
        this.proven = proven;
    }

    /** Of the answer that begins now. */
    void isToldBy(End end) {
        this.end = end;
        certain = end != End.UNTOLD;
    }

    /** Whether nothing but a checksum can tell that all of the bytes have come. */
    boolean mayBeCut() {
        return !certain;
    }

    /**
     * A server that says neither a length nor the end of TLS looks cut each time. What ends at the same byte again is all, if
     * a checksum says so, too.
     *
     * @param size of what is here
     */
    boolean takesForAll(IOException cut, long size) {
        boolean again = size == cutAt;
        cutAt = size;
        boolean all = again && proven && end != End.FRAMED && cut.getCause() instanceof SSLException;
        certain &= !all;
        return all;
    }
}
