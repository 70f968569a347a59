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
    private int connected;
    private final CloudConnection connection = new CloudConnection("cloud", () -> {
        connected++;
        return cloud.as("ours");
    });

    @Test
    void whatWasConnectedIsKept() {
        connection.with(ImageService::projectId);
        connection.with(ImageService::projectId);

        assertThat(connected).isEqualTo(1);
    }

    @Test
    void whatGivesNoAccessIsNotKept() {
        cloud.down(new FailureException(FailureCode.TARGET_UNAVAILABLE, "it is away"));
        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> connection.with(ImageService::projectId));
        assertThat(connection.location()).isEqualTo("cloud cloud");

        cloud.down(null);
        connection.with(ImageService::projectId);

        assertThat(connected).isEqualTo(2);
    }

    @Test
    void whatIsForgottenIsConnectedAnewWhileWorkGoesOnWithTheOld() {
        String project = connection.with(old -> {
            connection.forget();
            connection.with(ImageService::projectId);
            return old.projectId();
        });

        assertThat(project).isEqualTo("ours");
        assertThat(connected).isEqualTo(2);
    }
}
