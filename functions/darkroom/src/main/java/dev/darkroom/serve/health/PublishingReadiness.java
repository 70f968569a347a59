package dev.darkroom.serve.health;

import dev.darkroom.serve.messaging.DeadLetters;
import dev.darkroom.wire.KafkaBus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while Kafka takes no events: work that is done waits to be said, and that is not lost, but nothing moves. */
@Readiness
@ApplicationScoped
public class PublishingReadiness implements HealthCheck {
    private static final Duration USUAL = Duration.ofMinutes(1);

    private final KafkaBus bus;
    private final DeadLetters letters;

    PublishingReadiness(KafkaBus bus, DeadLetters letters) {
        this.bus = bus;
        this.letters = letters;
    }

    @Override
    public HealthCheckResponse call() {
        return Responses.of("publishing", bus.problem(USUAL).or(() -> letters.problem(USUAL)));
    }
}
