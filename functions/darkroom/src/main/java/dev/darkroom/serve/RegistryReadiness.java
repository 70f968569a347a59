package dev.darkroom.serve;

import dev.darkroom.registry.RegistryHealth;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the registry can answer, ask and publish. */
@Readiness
@ApplicationScoped
public class RegistryReadiness implements HealthCheck {
    private final RegistryHealth registry;

    RegistryReadiness(RegistryHealth registry) {
        this.registry = registry;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("registry");
        return registry.problem()
                .map(problem -> response.down().withData("problem", problem).build())
                .orElseGet(() -> response.up().build());
    }
}
