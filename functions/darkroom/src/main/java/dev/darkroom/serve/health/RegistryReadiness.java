package dev.darkroom.serve.health;

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
        return Responses.of("registry", registry.problem());
    }
}
