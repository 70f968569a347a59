package dev.darkroom.fetch;

import dev.darkroom.events.Bus;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Places;
import dev.darkroom.staging.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.funqy.Funq;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** {@code image.requested} -> {@code image.fetched}; nothing where only metadata is to be repaired. */
@ApplicationScoped
public class FetchFunction {
    private final FetchImage step;
    private final Stage stage;
    private final Places places;

    FetchFunction(FetchImage step, Bus bus, KeyGuard guard, MeterRegistry meters, FetchConfig config) {
        this.step = step;
        this.stage = new Stage("fetch", bus, guard, meters);
        this.places = new Places(config.concurrency());
    }

    @Funq("fetch")
    @Incoming("requested")
    @Blocking(value = "fetch-pool", ordered = false)
    public void fetch(ImageRequested event) {
        if (!event.formats().isEmpty()) {
            var work = new Stage.Work(event.key(), null, null, event.attempt());
            places.in(
                    event.key().value(), () -> stage.run(work, () -> step.removeStale(event), () -> step.fetch(event)));
        }
    }
}
