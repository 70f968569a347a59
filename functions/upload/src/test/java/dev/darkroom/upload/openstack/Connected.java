package dev.darkroom.upload.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.events.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Connections to clouds, and the failures that come of them. */
final class Connected {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(500);

    private Connected() {}

    /** With more patience than any good answer needs, on any machine. */
    static OpenStackImages to(CloudSettings settings) {
        return to(settings, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static OpenStackImages to(CloudSettings settings, Clock clock) {
        return OpenStackImages.connect(settings, new OpenStackImages.Options(LONG, LONG, LONG, LONG), clock);
    }

    /** With half a second of patience of some kinds. */
    static OpenStackImages impatient(CloudSettings settings, boolean answer, boolean stall, boolean store) {
        return OpenStackImages.connect(
                settings,
                new OpenStackImages.Options(LONG, answer ? SHORT : LONG, stall ? SHORT : LONG, store ? SHORT : LONG),
                Clock.systemUTC());
    }

    /** What it fails with; its words and those of its causes hold no secret. */
    static FailureException failure(ThrowingCallable call) {
        FailureException failure = catchThrowableOfType(FailureException.class, call);
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each)).doesNotContain("canary").doesNotContainPattern("token-\\d");
        }
        return failure;
    }
}
