package dev.darkroom.upload.glance;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.testing.FakeGlance;
import org.junit.jupiter.api.Test;

class CloudConnectionTest {
    private final FakeGlance cloud = new FakeGlance(new TurnedClock());
    private final CloudConnection connection = new CloudConnection("cloud", () -> cloud.as("ours"));

    @Test
    void whatWasConnectedIsKept() {
        connection.with(ImageService::projectId);
        connection.with(ImageService::projectId);

        assertThat(cloud.open()).isEqualTo(1);
    }

    @Test
    void whatGivesNoAccessIsClosed() {
        cloud.down(new FailureException(FailureCode.TARGET_UNAVAILABLE, "it is away"));

        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> connection.with(ImageService::projectId));

        assertThat(cloud.open()).isZero();
        assertThat(connection.location()).isEqualTo("cloud cloud");
    }

    @Test
    void whatIsForgottenIsClosedWhenTheLastWorkWithItHasEnded() {
        int open = connection.with(old -> {
            connection.forget();
            connection.with(ImageService::projectId);
            return cloud.open();
        });

        assertThat(open).isEqualTo(2);
        assertThat(cloud.open()).isEqualTo(1);
        connection.forget();
        assertThat(cloud.open()).isZero();
    }
}
