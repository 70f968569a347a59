package dev.darkroom.upload.openstack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureException;
import dev.darkroom.events.testing.Failures;
import dev.darkroom.upload.openstack.OpenStackImages;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import dev.darkroom.upload.openstack.http.Timeouts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Connections to clouds, and the failures that come of them. */
public final class Connected {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(500);

    public static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);
    public static final Timeouts SHORT_ANSWER = new Timeouts(SHORT, LONG, LONG);
    public static final Timeouts SHORT_STALL = new Timeouts(LONG, SHORT, LONG);
    public static final Timeouts SHORT_STORE = new Timeouts(LONG, LONG, SHORT);

    private Connected() {}

    /** With more patience than any good answer needs, on any machine. */
    public static OpenStackImages to(CloudSettings settings) {
        return to(settings, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    public static OpenStackImages to(CloudSettings settings, Clock clock) {
        return OpenStackImages.connect(settings, PATIENT, clock);
    }

    /** With so much patience, by the clock of the machine. */
    public static OpenStackImages impatient(CloudSettings settings, Timeouts timeouts) {
        return OpenStackImages.connect(settings, timeouts, Clock.systemUTC());
    }

    /** What it fails with; its words and those of its causes hold no secret. */
    public static FailureException failure(ThrowingCallable call) {
        FailureException failure = Failures.failure(call);
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each)).doesNotContain("canary").doesNotContainPattern("token-\\d");
        }
        return failure;
    }
}
