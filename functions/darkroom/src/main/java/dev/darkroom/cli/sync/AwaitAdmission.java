package dev.darkroom.cli.sync;

import dev.darkroom.cli.ask.Deadline;
import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.query.CatalogueView.Part;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.query.UntilAdmitted;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Publishes a catalogue, and waits until the registry has admitted it. Most are admitted before anybody could say so. */
public final class AwaitAdmission {
    private static final Duration LOOK = Duration.ofMillis(50);
    /** Who waits longer wants to know what for. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final HttpRegistry registry;
    private final Outage outage;
    private final Deadline deadline;
    private final LongSupplier nanos;
    private final Runnable stillWaiting;

    /**
     * @param outage       how long it is put up with that nobody answers
     * @param stillWaiting is run once, when it takes long
     */
    public AwaitAdmission(
            HttpRegistry registry, Outage outage, Deadline deadline, LongSupplier nanos, Runnable stillWaiting) {
        this.registry = registry;
        this.outage = outage;
        this.deadline = deadline;
        this.nanos = nanos;
        this.stillWaiting = stillWaiting;
    }

    /**
     * Returns when all of it is admitted. What is published again after an outage has its effect once.
     *
     * @param catalogue with at least one event
     * @return the entries that the registry has refused; empty when the time is over
     */
    public Optional<List<RefusedEntry>> admit(CatalogueRead catalogue) throws InterruptedException {
        var publish = new PublishCatalogue(registry);
        List<CatalogueUpdated> events = catalogue.events();
        Map<Integer, Integer> before =
                answer(() -> publish.parts(catalogue)).stream().collect(Collectors.toMap(Part::part, Part::revision));
        answer(() -> {
            publish.publish(catalogue);
            return true;
        });
        long start = nanos.getAsLong();
        boolean said = false;
        while (true) {
            List<Part> parts = answer(() -> publish.parts(catalogue));
            if (events.stream().allMatch(event -> admitted(event, parts, before))) {
                return Optional.of(PublishCatalogue.refused(catalogue, parts));
            }
            if (deadline.over()) {
                return Optional.empty();
            }
            if (!said && nanos.getAsLong() - start > SILENCE.toNanos()) {
                stillWaiting.run();
                said = true;
            }
            Thread.sleep(LOOK);
        }
    }

    /**
     * Has tried again what failed before this run: whoever waits for it may have mended the cause, and a catalogue that has not
     * changed does not ask for it.
     *
     * @return why it cannot be; empty where nothing is in the way
     */
    public Optional<String> retry(Collection<String> keys, Patience patience) throws InterruptedException {
        Map<String, ImageView> images = new TreeMap<>(answer(registry::images));
        images.keySet().retainAll(keys);
        images.entrySet().removeIf(each -> !patience.failedBefore(each.getKey(), each.getValue()));
        for (String key : images.keySet()) {
            try {
                answer(() -> {
                    registry.retry(key);
                    return true;
                });
            } catch (UnansweredException e) {
                if (!e.code().equals(Refusal.NOTHING_TO_RETRY.label())) {
                    return Optional.of(e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** Asks until there is an answer. */
    private <T> T answer(Supplier<T> question) throws InterruptedException {
        while (true) {
            try {
                T answer = question.get();
                outage.over();
                return answer;
            } catch (UnansweredException e) {
                if (deadline.over()) {
                    throw e;
                }
                outage.endure(e);
            }
            Thread.sleep(LOOK);
        }
    }

    private static boolean admitted(CatalogueUpdated event, List<Part> parts, Map<Integer, Integer> before) {
        int known = before.getOrDefault(event.part(), 0);
        Optional<Part> part =
                parts.stream().filter(each -> each.part() == event.part()).findFirst();
        return part.filter(each -> UntilAdmitted.since(
                        known, each.revision(), each.eventId().equals(event.id().toString())))
                .isPresent();
    }
}
