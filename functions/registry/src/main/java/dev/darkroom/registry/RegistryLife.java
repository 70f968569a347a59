package dev.darkroom.registry;

import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.query.Waiting;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts and stops the registry's own thread with the process. */
@ApplicationScoped
class RegistryLife {
    private final Clerk clerk;
    private final Waiting waiting;
    private final Query query;
    private final MeterRegistry meters;

    RegistryLife(Clerk clerk, Waiting waiting, Query query, MeterRegistry meters) {
        this.clerk = clerk;
        this.waiting = waiting;
        this.query = query;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        for (Status status : Status.values()) {
            Gauge.builder(
                            "darkroom.registry.images",
                            query,
                            counted -> counted.counts().get(status))
                    .description("Pairs of image and target in this status")
                    .tag("status", status.label())
                    .register(meters);
        }
        clerk.start();
    }

    void stop(@Observes ShutdownEvent event) {
        waiting.close();
        clerk.close();
    }
}
