package dev.darkroom.serve.health;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** How checks say whether all is well. */
final class Responses {
    /** Under which a problem stands, whether or not it is one that makes the process not ready. */
    static final String PROBLEM = "problem";

    private Responses() {}

    /** Up without a problem, else down with its words. */
    static HealthCheckResponse of(String name, Optional<String> problem) {
        var response = HealthCheckResponse.named(name).status(problem.isEmpty());
        problem.ifPresent(words -> response.withData(PROBLEM, words));
        return response.build();
    }
}
