package dev.darkroom.serve.health;

import dev.darkroom.convert.Confinement;
import dev.darkroom.convert.ConvertImage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says how qemu-img is confined. A process that may not run with what there is does not start; one whose qemu-img does not
 * start any more, as after an upgrade of the machine, is not ready.
 */
@Readiness
@ApplicationScoped
public class SandboxReadiness implements HealthCheck {
    private final Confinement confinement;
    private final ConvertImage converting;

    SandboxReadiness(Confinement confinement, ConvertImage converting) {
        this.confinement = confinement;
        this.converting = converting;
    }

    @Override
    public HealthCheckResponse call() {
        return response(confinement, converting.problem());
    }

    /** @param problem why qemu-img did not start when it was last needed */
    static HealthCheckResponse response(Confinement confinement, Optional<String> problem) {
        var response = HealthCheckResponse.named("sandbox")
                .status(problem.isEmpty())
                .withData("full", confinement.full())
                .withData("description", confinement.description());
        problem.ifPresent(words -> response.withData(Responses.PROBLEM, words));
        return response.build();
    }
}
