package dev.darkroom.events.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says that something fails, and gives what it fails with. */
public final class Failures {
    private Failures() {}

    public static FailureException assertFails(FailureCode code, ThrowingCallable work) {
        FailureException e = failure(work);
        assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
        return e;
    }

    /** The same for whatever reason, which the test looks at itself. */
    public static FailureException failure(ThrowingCallable work) {
        FailureException e = catchThrowableOfType(FailureException.class, work);
        assertThat(e).as("it should fail").isNotNull();
        return e;
    }
}
