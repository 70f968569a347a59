package dev.darkroom.serve.health;

import dev.darkroom.registry.RegistryHealth;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
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
        return response("registry", registry.problem());
    }

    /** Up without a problem, else down with its words. */
    static HealthCheckResponse response(String name, Optional<String> problem) {
        var response = HealthCheckResponse.named(name);
        return problem.map(words -> response.down().withData("problem", words).build())
                .orElseGet(() -> response.up().build());
    }
}
