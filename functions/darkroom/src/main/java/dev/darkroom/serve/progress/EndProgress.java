package dev.darkroom.serve.progress;

import dev.darkroom.events.AliasMoved;
import dev.darkroom.events.Bus;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Event;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import java.util.Collection;
import java.util.Optional;

/**
 * Publishes on the bus, and takes what a stage has ended from the board: a download that has failed, or whose length was
 * not known, has no last byte that would say so.
 */
public record EndProgress(Bus bus, ProgressBoard board) implements Bus {
    @Override
    public void publish(Event event) {
        ended(event).ifPresent(board::forget);
        bus.publish(event);
    }

    @Override
    public void publishAll(Collection<? extends Event> events) {
        events.forEach(event -> ended(event).ifPresent(board::forget));
        bus.publishAll(events);
    }

    private static Optional<ImageKey> ended(Event event) {
        return switch (event) {
            case ImageFetched fetched -> Optional.of(fetched.key());
            case ImageConverted converted -> Optional.of(converted.key());
            case ImageReady ready -> Optional.of(ready.key());
            case ImageFailed failed -> Optional.of(failed.key());
            case CatalogueUpdated other -> Optional.empty();
            case CatalogueRefused other -> Optional.empty();
            case TargetAnnounced other -> Optional.empty();
            case ImageRequested other -> Optional.empty();
            case AliasMoved other -> Optional.empty();
            case ImageSettled other -> Optional.empty();
        };
    }
}
