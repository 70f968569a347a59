package dev.darkroom.serve.health;

import dev.darkroom.convert.Confinement;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says how qemu-img is confined. A process that may not run with what there is does not start. */
@Readiness
@ApplicationScoped
public class SandboxReadiness implements HealthCheck {
    private final Confinement confinement;

    SandboxReadiness(Confinement confinement) {
        this.confinement = confinement;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sandbox")
                .up()
                .withData("full", confinement.full())
                .withData("description", confinement.description())
                .build();
    }
}
