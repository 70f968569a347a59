package dev.darkroom.upload.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.events.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Connections with little patience, and the failures that come of them. */
final class Connected {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Connected() {}

    static OpenStackImages to(CloudSettings settings) {
        return to(settings, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static OpenStackImages to(CloudSettings settings, Clock clock) {
        return OpenStackImages.connect(settings, patience(Duration.ofMillis(500)), clock);
    }

    static OpenStackImages.Options patience(Duration each) {
        return new OpenStackImages.Options(Duration.ofSeconds(5), each, each, each);
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
