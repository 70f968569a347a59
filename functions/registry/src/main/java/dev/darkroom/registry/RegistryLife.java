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
import java.time.Clock;
import java.time.Duration;

/** Starts and stops the registry's own thread with the process. */
@ApplicationScoped
class RegistryLife {
    /** Longer than one scrape takes, and shorter than from one to the next. */
    private static final Duration FRESH = Duration.ofMillis(500);

    private final Clerk clerk;
    private final Waiting waiting;
    private final Query query;
    private final MeterRegistry meters;
    private final Clock clock;

    RegistryLife(Clerk clerk, Waiting waiting, Query query, MeterRegistry meters, Clock clock) {
        this.clerk = clerk;
        this.waiting = waiting;
        this.query = query;
        this.meters = meters;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        var counts = new LastCounts(query, clock, FRESH);
        for (Status status : Status.values()) {
            Gauge.builder("darkroom.registry.images", () -> counts.of(status))
                    .description("Pairs of image and target in this status")
                    .tag("status", status.label())
                    .register(meters);
        }
        Gauge.builder("darkroom.registry.oldest-unfinished", counts::oldestUnfinished)
                .description(
                        "How long the image has been wanted that is neither ready nor failed everywhere and has waited longest")
                .baseUnit("seconds")
                .register(meters);
        clerk.start();
    }

    void stop(@Observes ShutdownEvent event) {
        waiting.close();
        clerk.close();
    }
}
