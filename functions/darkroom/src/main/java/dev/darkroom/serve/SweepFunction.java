package dev.darkroom.serve;

import dev.darkroom.events.ImageSettled;
import dev.darkroom.staging.SweepStaging;
import io.quarkus.funqy.Funq;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** {@code image.settled} -> nothing: the key's staged bytes are deleted, or may be where others lack room. */
@ApplicationScoped
public class SweepFunction {
    private final SweepStaging step;

    public SweepFunction(SweepStaging step) {
        this.step = step;
    }

    @Funq("sweep")
    @Incoming("settled")
    @Blocking(value = "sweep-pool", ordered = false)
    public void sweep(ImageSettled event) {
        if (event.rests()) {
            step.rest(event.key());
        } else {
            step.sweepAtLast(event.key());
        }
    }
}
