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
    private static final String NAME = "registry";

    private final RegistryHealth registry;

    RegistryReadiness(RegistryHealth registry) {
        this.registry = registry;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> problem = registry.problem();
        return problem.isPresent() ? Responses.of(NAME, problem) : up(registry.setAside());
    }

    /** Somebody should look at what was set aside, but everything else goes on. */
    static HealthCheckResponse up(long setAside) {
        var response = HealthCheckResponse.named(NAME).up();
        return (setAside == 0 ? response : response.withData("events-set-aside", setAside)).build();
    }
}
