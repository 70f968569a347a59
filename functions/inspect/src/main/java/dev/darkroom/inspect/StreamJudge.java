package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Judges an image while it comes, so that a hostile one costs its first kilobytes and not its gigabytes. It can only refuse:
 * what it lets pass is to be inspected whole, for some formats have their say at the end of the file. It refuses nothing that
 * the inspection of the whole file accepts, and how the bytes are cut makes no difference. For one thread at a time.
 */
public final class StreamJudge {
    private static final int FIRST_LOOK = 512;

    private final InspectImage inspect;
    private final DiskFormat declared;
    private final StreamBytes bytes = new StreamBytes();
    private long nextLook = FIRST_LOOK;
    private Optional<Verdict.Refused> refused = Optional.empty();

    StreamJudge(InspectImage inspect, DiskFormat declared) {
        this.inspect = inspect;
        this.declared = declared;
    }

    /** As {@link #take(ByteBuffer)}. */
    public Optional<Verdict.Refused> take(byte[] more, int offset, int length) {
        return take(ByteBuffer.wrap(more, offset, length));
    }

    /**
     * Takes the next bytes of the image (decompressed, as they would stand in the file); the buffer stays as it is.
     *
     * @return why the image is refused, from then on and for good; empty while nothing speaks against it
     */
    public Optional<Verdict.Refused> take(ByteBuffer more) {
        ByteBuffer rest = more.duplicate();
        while (rest.hasRemaining() && refused.isEmpty()) {
            int now = (int) Math.min(rest.remaining(), nextLook - bytes.received());
            bytes.take(rest.slice(rest.position(), now));
            rest.position(rest.position() + now);
            if (bytes.received() == nextLook) {
                look();
            }
        }
        return refused;
    }

    /** Looks again whenever twice as much has come, until the head is complete; then, when the range that was missing is. */
    private void look() {
        long next = bytes.received() < StreamBytes.HEAD ? 2 * bytes.received() : Long.MAX_VALUE;
        try {
            if (inspect.judge(bytes, declared) instanceof Verdict.Refused refusal) {
                refused = Optional.of(refusal);
            }
        } catch (NotYet answer) {
            next = Math.min(next, bytes.want(answer));
        }
        nextLook = next;
    }
}
