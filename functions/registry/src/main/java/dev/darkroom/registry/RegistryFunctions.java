package dev.darkroom.registry;

import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Event;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.Uuids;
import dev.darkroom.wire.Cause;
import io.quarkus.funqy.Funq;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Everything that happens -> what is known of it. What follows from it is asked for and said by the {@link Clerk}. On the
 * compacted topics an event may be null: a tombstone, which lets Kafka forget; the registry forgets nothing by it.
 */
@ApplicationScoped
public class RegistryFunctions {
    private static final String POOL = "registry-pool";

    private final AdmitCatalogue admit;
    private final RecordTarget target;
    private final RecordImage image;
    private final UntilRecorded until;
    private final Supplier<Cause> cause;

    /** @param cause the event that the calling thread works on */
    public RegistryFunctions(
            AdmitCatalogue admit, RecordTarget target, RecordImage image, UntilRecorded until, Supplier<Cause> cause) {
        this.admit = admit;
        this.target = target;
        this.image = image;
        this.until = until;
        this.cause = cause;
    }

    @Funq("admit")
    @Incoming("catalogues")
    @Blocking(POOL)
    public void admit(CatalogueUpdated event) {
        if (event != null) {
            UUID id = id(event);
            until.record(() -> admit.admit(event, id));
        }
    }

    /** As it was received; one that is no UUID, which CloudEvents allows, gives way to the one that Darkroom would give it. */
    private UUID id(CatalogueUpdated event) {
        String given = cause.get().id();
        try {
            return given == null ? event.id() : Uuids.parse("id", given);
        } catch (IllegalArgumentException e) {
            return event.id();
        }
    }

    @Funq("record-target")
    @Incoming("targets")
    @Blocking(POOL)
    public void target(TargetAnnounced event) {
        if (event != null) {
            until.record(() -> target.announced(event));
        }
    }

    @Funq("record-fetched")
    @Incoming("registry-fetched")
    @Blocking(POOL)
    public void fetched(ImageFetched event) {
        until.record(() -> image.fetched(event));
    }

    @Funq("record-converted")
    @Incoming("registry-converted")
    @Blocking(POOL)
    public void converted(ImageConverted event) {
        until.record(() -> image.converted(event));
    }

    @Funq("record-ready")
    @Incoming("registry-ready")
    @Blocking(POOL)
    public void ready(ImageReady event) {
        if (event != null) {
            until.record(() -> image.ready(event));
        }
    }

    /** The topic of failures also carries what this registry has refused itself: it knows that already. */
    @Funq("record-failed")
    @Incoming("registry-failed")
    @Blocking(POOL)
    public void failed(Event event) {
        if (event instanceof ImageFailed failed) {
            until.record(() -> image.failed(failed));
        } else if (!(event instanceof CatalogueRefused)) {
            throw new IllegalArgumentException(
                    "not a failure: " + event.eventType().type());
        }
    }
}
