package dev.darkroom.inspect;

import dev.darkroom.events.FailureCode;

/** The judgement of an image. Sealed: whoever asks must deal with both answers. */
public sealed interface Verdict {

    /**
     * It is what its catalogue declares.
     *
     * @param virtualSize the size of the disk that a machine sees, in bytes
     */
    record Accepted(long virtualSize) implements Verdict {}

    /**
     * @param code   {@code image-refused}, {@code format-mismatch} or {@code limit-exceeded}
     * @param reason the field and its value, such as {@code qcow2.backing_file_offset must be 0 but is 472}
     */
    record Refused(FailureCode code, String reason) implements Verdict {}
}
