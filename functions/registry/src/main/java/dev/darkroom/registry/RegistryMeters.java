package dev.darkroom.registry;

import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the registry counts. Tags are few and known: never a key, a URL or a message. */
public final class RegistryMeters {
    private static final Set<String> FUNCTIONS = Set.of("fetch", "convert", "upload");
    /** Who publishes events may call himself anything; each name would be a series for ever. */
    private static final String OTHER = "other";

    private final MeterRegistry meters;
    private final Counter setAside;

    /** Counters are there from the start: of one that is born with 1, no rate shows the first failure. */
    public RegistryMeters(MeterRegistry meters) {
        this.meters = meters;
        this.setAside = meters.counter("darkroom.registry.set-aside");
        FUNCTIONS.forEach(function -> List.of(FailureCode.values()).forEach(code -> failures(function, code)));
    }

    void recorded(Event event, boolean news) {
        String type = event.eventType().name().toLowerCase(Locale.ROOT).replace('_', '.');
        meters.counter("darkroom.registry.events", "type", type, "outcome", news ? "recorded" : "repeated")
                .increment();
    }

    void failed(ImageFailed event) {
        failures(FUNCTIONS.contains(event.stage()) ? event.stage() : OTHER, event.code())
                .increment();
    }

    private Counter failures(String function, FailureCode code) {
        return meters.counter("darkroom.registry.failures", "function", function, "code", code.label());
    }

    /** An event that is not published, because it cannot be read back. */
    void setAside() {
        setAside.increment();
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
