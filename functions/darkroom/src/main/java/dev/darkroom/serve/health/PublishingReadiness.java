package dev.darkroom.serve.health;

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
    private final KafkaBus bus;

    PublishingReadiness(KafkaBus bus) {
        this.bus = bus;
    }

    @Override
    public HealthCheckResponse call() {
        return RegistryReadiness.response("publishing", bus.problem(Duration.ofMinutes(1)));
    }
}
