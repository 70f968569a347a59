package dev.darkroom.serve.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class RegistryReadinessTest {
    @Test
    void whatWasSetAsideIsShownAndKeepsItFromNothing() {
        HealthCheckResponse response = RegistryReadiness.up(2);

        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(response.getData().orElseThrow()).containsEntry("events-set-aside", 2L);
        assertThat(RegistryReadiness.up(0).getData()).isEmpty();
    }
}
