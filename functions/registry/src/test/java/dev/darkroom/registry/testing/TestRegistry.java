package dev.darkroom.registry.testing;

import dev.darkroom.events.Alias;
import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.TurnedClock;
import dev.darkroom.registry.AdmitCatalogue;
import dev.darkroom.registry.AskAgain;
import dev.darkroom.registry.Conclude;
import dev.darkroom.registry.EnoughMemory;
import dev.darkroom.registry.PublishDecided;
import dev.darkroom.registry.RecordImage;
import dev.darkroom.registry.RecordTarget;
import dev.darkroom.registry.RegistryMeters;
import dev.darkroom.registry.RetryImage;
import dev.darkroom.registry.UntilRecorded;
import dev.darkroom.registry.catalogue.CatalogueEntries;
import dev.darkroom.registry.known.BackOff;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Standing;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.query.Snapshots;
import dev.darkroom.registry.query.Waiting;
import dev.darkroom.registry.store.Changes;
import dev.darkroom.registry.store.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The whole registry on a database in a file; entries of catalogues come from the test, not from a document. */
public final class TestRegistry implements AutoCloseable {
    public static final BackOff BACK_OFF =
            new BackOff(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofMinutes(30));
    public static final Duration GRACE = Duration.ofMinutes(1);

    public final Database database;
    private final Map<CatalogueUpdated, CatalogueEntries> entries = new HashMap<>();
    public final TurnedClock clock = new TurnedClock();
    public final RecordingBus bus = new RecordingBus();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Changes changes = new Changes();
    public final UntilRecorded until = new UntilRecorded(Duration.ofMillis(20));
    public final Store store;
    public final AdmitCatalogue admit;
    public final RecordImage image;
    public final RecordTarget target;
    public final RetryImage retry;
    public final AskAgain ask;
    public final PublishDecided publish;
    public final EnoughMemory memory;
    public final Query query;
    public final FindIds ids;
    public final Waiting waiting;

    public TestRegistry(Path directory) {
        database = new Database(directory);
        store = new Store(database.source(), changes);
        var conclude = new Conclude(BACK_OFF, clock);
        var counters = new RegistryMeters(meters);
        admit = new AdmitCatalogue(entries::get, store, conclude, counters, clock);
        image = new RecordImage(store, conclude, counters, clock);
        target = new RecordTarget(store, conclude, counters, clock);
        retry = new RetryImage(store, conclude, clock);
        ask = new AskAgain(store, conclude, clock, GRACE);
        publish = new PublishDecided(store, bus);
        memory = new EnoughMemory(store, Runtime.getRuntime().maxMemory());
        var snapshots = new Snapshots(store);
        waiting = new Waiting(snapshots, changes, 2, 3, Duration.ofMinutes(1), () -> "caller");
        query = new Query(store, snapshots, waiting);
        ids = new FindIds(waiting);
    }

    /** What a test publishes. */
    public record Catalogue(
            String name,
            Map<String, ImageSpec> images,
            Map<String, String> aliases,
            Map<String, String> wiring,
            List<CatalogueRefused> refused) {
        public static Catalogue of(Map<String, ImageSpec> images) {
            return new Catalogue("platform", images, Map.of(), Map.of(), List.of());
        }

        /** Takes an alias or a variable away. */
        public static Map<String, String> nothing(String name) {
            return Collections.singletonMap(name, null);
        }

        public Catalogue aliases(Map<String, String> more) {
            return new Catalogue(name, images, more, wiring, refused);
        }

        public Catalogue wiring(Map<String, String> more) {
            return new Catalogue(name, images, aliases, more, refused);
        }

        public Catalogue refused(List<CatalogueRefused> more) {
            return new Catalogue(name, images, aliases, wiring, more);
        }
    }

    /** Makes the event of a catalogue, and tells the reader what is in it. */
    public CatalogueUpdated event(Catalogue catalogue) {
        var trees = new LinkedHashMap<String, Object>();
        catalogue.images().forEach((key, spec) -> trees.put(key, spec.toString()));
        var event = new CatalogueUpdated(
                new CatalogueName(catalogue.name()),
                0,
                Map.of(),
                trees,
                new LinkedHashMap<>(catalogue.aliases()),
                new LinkedHashMap<>(catalogue.wiring()));
        var images = new TreeMap<ImageKey, ImageSpec>();
        catalogue.images().forEach((key, spec) -> images.put(new ImageKey(key), spec));
        var aliases = new TreeMap<Alias, ImageKey>();
        catalogue
                .aliases()
                .forEach((alias, key) -> aliases.put(new Alias(alias), key == null ? null : new ImageKey(key)));
        entries.put(
                event, new CatalogueEntries(images, aliases, new TreeMap<>(catalogue.wiring()), catalogue.refused()));
        return event;
    }

    /** The same, of which the reader finds no image good. */
    public CatalogueUpdated misread(Catalogue catalogue) {
        CatalogueUpdated event = event(catalogue);
        entries.put(event, new CatalogueEntries(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of()));
        return event;
    }

    public AdmitCatalogue.Admitted admit(Catalogue catalogue) {
        CatalogueUpdated event = event(catalogue);
        return admit.admit(event, event.id());
    }

    /** Asks for what is due and publishes what was decided, as the clerk does. */
    public void round() {
        ask.run();
        publish.run();
    }

    public List<Dossier> dossiers() {
        var dossiers = new ArrayList<Dossier>();
        store.read(tx -> {
            tx.dossiers().each(dossiers::addAll);
            return null;
        });
        return dossiers;
    }

    /** How often a page of all images was read so far. */
    public long readings() {
        return database.statements("SELECT * FROM image WHERE image_key || '' > ? AND image_key || '' <= ?");
    }

    public Dossier dossier(String key) {
        return store.read(tx -> tx.dossiers().load(new ImageKey(key)));
    }

    public Standing standing(String key, String name) {
        return store.read(tx -> tx.dossiers()
                .load(new ImageKey(key))
                .standing(tx.targets().all().stream()
                        .filter(each -> each.target().value().equals(name))
                        .findFirst()
                        .orElseThrow()));
    }

    @Override
    public void close() {
        database.close();
    }
}
