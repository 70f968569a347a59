package dev.darkroom.registry;

import dev.darkroom.events.Event;
import dev.darkroom.events.EventType;
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
    private static final Set<EventType> HEARD = Set.of(
            EventType.TARGET_ANNOUNCED,
            EventType.IMAGE_FETCHED,
            EventType.IMAGE_CONVERTED,
            EventType.IMAGE_READY,
            EventType.IMAGE_FAILED);
    /** Who publishes events may call himself anything; each name would be a series for ever. */
    private static final String OTHER = "other";

    private final MeterRegistry meters;

    /** Counters are there from the start: of one that is born with 1, no rate shows the first failure. */
    public RegistryMeters(MeterRegistry meters) {
        this.meters = meters;
        HEARD.forEach(type -> List.of(true, false).forEach(news -> events(type, news)));
        List.of("known", "wanted", "refused").forEach(this::entries);
        FUNCTIONS.forEach(function -> List.of(FailureCode.values()).forEach(code -> failures(function, code)));
    }

    void recorded(Event event, boolean news) {
        events(event.eventType(), news).increment();
    }

    private Counter events(EventType type, boolean news) {
        return Counter.builder("darkroom.registry.events")
                .description("Events that were heard, by whether they were news")
                .tag("type", type.name().toLowerCase(Locale.ROOT).replace('_', '.'))
                .tag("outcome", news ? "recorded" : "repeated")
                .register(meters);
    }

    void failed(ImageFailed event) {
        failures(FUNCTIONS.contains(event.stage()) ? event.stage() : OTHER, event.code())
                .increment();
    }

    private Counter failures(String function, FailureCode code) {
        return Counter.builder("darkroom.registry.failures")
                .description("Failures that were news, by function and code")
                .tag("function", function)
                .tag("code", code.label())
                .register(meters);
    }

    void admitted(AdmitCatalogue.Admitted admitted) {
        entries("known").increment(admitted.known());
        entries("wanted").increment(admitted.wanted());
        entries("refused").increment(admitted.refused());
    }

    private Counter entries(String outcome) {
        return Counter.builder("darkroom.registry.entries")
                .description("Entries of admitted catalogues, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }
}
