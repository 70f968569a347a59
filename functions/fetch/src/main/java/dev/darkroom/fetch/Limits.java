package dev.darkroom.fetch;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;

/**
 * How much one source may be. All of it comes from outside, so all of it is bounded.
 *
 * @param download     bytes as downloaded
 * @param decompressed bytes after decompression, holes included
 * @param ratio        bytes of output for one byte of input, holes not counted
 * @param ratioFloor   bytes of output from which on the ratio counts
 */
record Limits(ByteSize download, ByteSize decompressed, int ratio, ByteSize ratioFloor) {
    /** Less is no bomb, whatever it was made of. */
    static final ByteSize RATIO_FLOOR = ByteSize.ofMiB(64);

    void requireDownload(SourceUri source, long bytes) {
        if (bytes > download.bytes()) {
            throw exceeded(source + " is larger than the " + download
                    + " that may be downloaded: raise darkroom.fetch.max-download if it should be");
        }
    }

    void requireDecompressed(SourceUri source, long bytes) {
        if (bytes > decompressed.bytes()) {
            throw exceeded(source + " unpacks to more than " + decompressed
                    + ": raise darkroom.fetch.max-decompressed if it should");
        }
    }

    /**
     * @param stored   bytes of output that are not holes
     * @param consumed bytes of input
     */
    void requireRatio(SourceUri source, long stored, long consumed) {
        if (stored > ratioFloor.bytes() && (stored - 1) / ratio >= consumed) {
            throw exceeded(source + " unpacks to more than " + ratio
                    + " times its size, as a bomb does: raise darkroom.fetch.max-ratio if it is none");
        }
    }

    static FailureException exceeded(String message) {
        return new FailureException(FailureCode.LIMIT_EXCEEDED, message);
    }
}
