package dev.darkroom.serve.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.convert.Confinement;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class SandboxReadinessTest {
    private static final Confinement FULL = new Confinement(true, "all of it");

    @Test
    void whoseQemuImgStartsIsReady() {
        var response = SandboxReadiness.response(FULL, Optional.empty());

        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData().orElseThrow())
                .containsEntry("description", "all of it")
                .doesNotContainKey("problem");
    }

    @Test
    void whoseQemuImgDidNotStartWhenItWasLastNeededIsNot() {
        var response = SandboxReadiness.response(FULL, Optional.of("it is gone"));

        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData().orElseThrow())
                .containsEntry("description", "all of it")
                .containsEntry("problem", "it is gone");
    }
}
