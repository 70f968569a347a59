package dev.darkroom.upload.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;

/** Says that something fails, and with which code. */
public final class Failures {
    private Failures() {}

    public static FailureException assertFails(FailureCode code, Runnable work) {
        try {
            work.run();
        } catch (FailureException e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            return e;
        }
        throw new AssertionError("expected " + code + " but nothing failed");
    }
}
