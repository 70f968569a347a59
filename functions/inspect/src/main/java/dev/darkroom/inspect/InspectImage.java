package dev.darkroom.inspect;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Says what an image is and whether it is safe: of a file, and of what has come of one so far. */
public final class InspectImage {
    private final ByteSize largestDisk;

    /** @param largestDisk the largest virtual size that is accepted */
    public InspectImage(ByteSize largestDisk) {
        this.largestDisk = largestDisk;
    }

    /**
     * @param declared what the catalogue says that it is
     * @throws UncheckedIOException when the file cannot be read
     */
    public Verdict inspect(Path file, DiskFormat declared) {
        try (FileBytes bytes = FileBytes.open(file)) {
            return judge(bytes, declared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * For an image that is still coming: may refuse it early, never accepts it.
     *
     * @param declared what the catalogue says that it is
     */
    public StreamJudge stream(DiskFormat declared) {
        return new StreamJudge(this, declared);
    }

    /**
     * @return accepted, of an image that is still coming, means only that nothing speaks against it yet
     * @throws NotYet when too little has come
     */
    Verdict judge(ImageBytes bytes, DiskFormat declared) {
        try {
            ImageFormat format = Claims.settle(bytes, declared);
            long virtualSize = bounded(format, format.judge(bytes));
            if (bytes.knownSize().isPresent()) {
                format.requireData(bytes);
            }
            return new Verdict.Accepted(virtualSize);
        } catch (Refusal refusal) {
            return refusal.verdict();
        }
    }

    private long bounded(ImageFormat format, long virtualSize) {
        if (virtualSize == 0) {
            throw new Refusal(format.label() + ".virtual_size is 0");
        }
        if (Long.compareUnsigned(virtualSize, largestDisk.bytes()) > 0) {
            throw new Refusal(
                    FailureCode.LIMIT_EXCEEDED,
                    format.label() + ".virtual_size is " + Long.toUnsignedString(virtualSize)
                            + " bytes, more than the limit of " + largestDisk.bytes() + " (" + largestDisk + ")");
        }
        return virtualSize;
    }
}
