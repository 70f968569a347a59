package dev.darkroom.serve.health;

import dev.darkroom.registry.access.Access;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says when the token file has become wrong. The tokens of before stay good, so that is no reason to be asked no more. */
@Readiness
@ApplicationScoped
public class TokensReadiness implements HealthCheck {
    private final Access access;

    TokensReadiness(Access access) {
        this.access = access;
    }

    /** Health is open: what is wrong with the file only the log says. */
    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("tokens").up();
        if (access.tokens().problem().isPresent()) {
            response.withData(
                    Responses.PROBLEM,
                    "the token file cannot be used since it has changed: the log says why; the old tokens are good");
        }
        return response.build();
    }
}
