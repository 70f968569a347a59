package dev.darkroom.registry;

import dev.darkroom.events.Event;
import dev.darkroom.events.ImageFailed;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What the registry counts. Tags are few and known: never a key, a URL or a message. */
public final class RegistryMeters {
    private final MeterRegistry meters;

    public RegistryMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void recorded(Event event, boolean news) {
        String type = event.eventType().name().toLowerCase(Locale.ROOT).replace('_', '.');
        meters.counter("darkroom.registry.events", "type", type, "outcome", news ? "recorded" : "repeated")
                .increment();
    }

    void failed(ImageFailed event) {
        meters.counter(
                        "darkroom.registry.failures",
                        "function",
                        event.stage(),
                        "code",
                        event.code().label())
                .increment();
    }

    /** An event that is not published, because it cannot be read back. */
    void setAside() {
        meters.counter("darkroom.registry.set-aside").increment();
    }

    void admitted(AdmitCatalogue.Admitted admitted) {
        entries("known", admitted.known());
        entries("wanted", admitted.wanted());
        entries("refused", admitted.refused());
    }

    private void entries(String outcome, int count) {
        meters.counter("darkroom.registry.entries", "outcome", outcome).increment(count);
    }
}
