package dev.darkroom.inspect;

import dev.darkroom.events.FailureCode;

/** Ends the judging of one file from within a reader; {@link InspectImage} makes a {@link Verdict} of it. */
final class Refusal extends RuntimeException {
    private final FailureCode code;

    Refusal(String reason) {
        this(FailureCode.IMAGE_REFUSED, reason);
    }

    Refusal(FailureCode code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    Verdict verdict() {
        return new Verdict.Refused(code, getMessage());
    }
}
