package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.converted;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.renamed;
import static dev.darkroom.registry.testing.TestRegistry.Catalogue.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.AliasMoved;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Asking;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.query.Snapshots;
import dev.darkroom.registry.query.Waiting;
import dev.darkroom.registry.testing.TestRegistry;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever order events come in, and however often, what is known in the end is the same. */
class AnyOrderTest {
    private static final int SHUFFLES = 200;

    @TempDir
    private Path directory;

    /**
     * What is known when all has been heard; times, the plan for the next request, and whether one is still waited for that nobody
     * wants any more, are not knowledge.
     */
    private record Outcome(
            Map<String, Facts> images, SortedMap<String, String> ids, Map<String, Map<String, String>> aliases) {}

    private record Facts(Object wish, int asked, Object stages, Object placements, Object failures, Object statuses) {
        static Facts of(Dossier dossier, List<TargetAnnounced> targets) {
            return new Facts(
                    dossier.wish(),
                    dossier.tries().asked(),
                    dossier.stages(),
                    dossier.placements(),
                    dossier.failures(),
                    dossier.givenUp().standings(targets).stream()
                            .filter(each -> each.status().finished())
                            .map(each -> each.target().target() + " " + each.status())
                            .toList());
        }
    }

    @Test
    void everyOrderAndEveryRepetitionEndsInTheSameKnowledge() throws SQLException {
        try (var registry = new TestRegistry(directory)) {
            List<Event> story = story(registry);
            Outcome expected = outcome(registry, story);
            assertThat(expected.ids()).containsOnlyKeys("a", "b", "d", "workstation", "azimuth_image", "image_of_d");

            for (int seed = 0; seed < SHUFFLES; seed++) {
                List<Event> shuffled = shuffled(story, new Random(seed));
                assertThat(outcome(registry, shuffled))
                        .as("seed %d: %s", seed, shuffled)
                        .isEqualTo(expected);
            }
        }
    }

    private static Outcome outcome(TestRegistry registry, List<Event> events) throws SQLException {
        registry.database.clear();
        registry.bus.clear();
        var followed = new Snapshots(registry.store);
        for (Event event : events) {
            tell(registry, event);
            followed.current();
        }
        answerRepairs(registry);
        assertThat(followed.current()).as("read as it changed").isEqualTo(new Snapshots(registry.store).current());
        return known(registry, followed);
    }

    /** Late news of old metadata and metadata that were put back look the same: a repair tells, if one is asked for. */
    private static void answerRepairs(TestRegistry registry) {
        List<TargetAnnounced> targets = registry.store.read(tx -> tx.targets().all());
        registry.dossiers()
                .forEach(dossier -> Asking.request(dossier, targets)
                        .ifPresent(request -> request.updates()
                                .forEach((target, id) -> registry.image.ready(
                                        ready(dossier.key().value(), target.value(), request.spec())))));
    }

    /**
     * Four images on their way to two clouds: one smoothly, one after failures, one in vain, one lost and found; the last
     * catalogue leaves three of them out, and takes names away, of which one is a key's again.
     */
    private static List<Event> story(TestRegistry registry) {
        ImageSpec first = spec();
        ImageSpec second = renamed(first, "another name");
        var one = registry.event(Catalogue.of(Map.of("a", first, "b", first, "c", first, "d", first))
                .aliases(Map.of("workstation", "a", "mistyped", "a"))
                .wiring(Map.of("azimuth_image", "workstation", "mistyped_image", "mistyped")));
        var two = registry.event(Catalogue.of(Map.of("a", second))
                .aliases(Map.of("d", "a", "mistyped", "b"))
                .wiring(Map.of("image_of_d", "d")));
        var names = new HashMap<>(Map.of("workstation", "b"));
        names.put("d", null);
        names.put("mistyped", null);
        var three =
                registry.event(Catalogue.of(Map.of("a", second)).aliases(names).wiring(nothing("mistyped_image")));
        TargetAnnounced cloud = target("cloud", DiskFormat.RAW);
        TargetAnnounced other = target("other", DiskFormat.QCOW2);
        return List.of(
                one,
                two,
                three,
                cloud,
                broken(other, FailureCode.TARGET_UNAUTHORIZED),
                other,
                fetched("a", first, 0, DiskFormat.RAW),
                converted("a", first, 0, DiskFormat.RAW),
                converted("a", first, 0, DiskFormat.QCOW2),
                ready("a", "cloud", second),
                ready("a", "other", first),
                ready("a", "other", second),
                failed("b", FailureCode.ORIGIN_UNAVAILABLE, 0),
                failed("b", "convert", null, DiskFormat.RAW, FailureCode.CONVERSION_INTERRUPTED, 1, null),
                fetched("b", first, 1, DiskFormat.RAW),
                converted("b", first, 2, DiskFormat.RAW),
                ready("b", "cloud", first),
                ready("b", "other", first),
                failed("c", FailureCode.ORIGIN_UNAVAILABLE, 0),
                failed("c", FailureCode.CHECKSUM_MISMATCH, 1),
                ready("d", "cloud", first, 0),
                ready("d", "cloud", first, 1),
                failedAt("d", "cloud", FailureCode.TARGET_UNAVAILABLE, 3));
    }

    /** Any order that Kafka may give: events of one record key that people and uploaders write stay in order. */
    private static List<Event> shuffled(List<Event> events, Random random) {
        var inOrder = new HashMap<String, List<Event>>();
        var loose = new ArrayList<Event>();
        for (Event event : events) {
            if (event instanceof CatalogueUpdated || event instanceof TargetAnnounced) {
                inOrder.computeIfAbsent(event.eventType() + event.recordKey(), any -> new ArrayList<>())
                        .add(event);
            } else {
                loose.add(event);
                for (int again = random.nextInt(3); again > 0; again--) {
                    loose.add(event);
                }
            }
        }
        Collections.shuffle(loose, random);
        var shuffled = new ArrayList<>(loose);
        inOrder.values().forEach(line -> {
            int from = 0;
            for (Event event : line) {
                from += random.nextInt(shuffled.size() - from + 1);
                shuffled.add(from, event);
                from++;
            }
        });
        return shuffled;
    }

    private static void tell(TestRegistry registry, Event event) {
        switch (event) {
            case CatalogueUpdated updated -> registry.admit.admit(updated, updated.id());
            case TargetAnnounced announced -> registry.target.announced(announced);
            case ImageFetched fetched -> registry.image.fetched(fetched);
            case ImageConverted converted -> registry.image.converted(converted);
            case ImageReady ready -> registry.image.ready(ready);
            case ImageFailed failed -> registry.image.failed(failed);
            default -> throw new AssertionError("not in the story: " + event);
        }
    }

    private static Map<String, Map<String, String>> heard(TestRegistry registry) {
        registry.publish.run();
        var aliases = new TreeMap<String, Map<String, String>>();
        registry.bus.published(AliasMoved.class).forEach(moved -> {
            Map<String, String> places = aliases.computeIfAbsent(moved.alias().value(), any -> new TreeMap<>());
            if (moved.newKey() == null) {
                places.remove(moved.target().value());
            } else {
                places.put(moved.target().value(), moved.newKey() + " " + moved.newId());
            }
        });
        aliases.values().removeIf(Map::isEmpty);
        return aliases;
    }

    private static Outcome known(TestRegistry registry, Snapshots snapshots) {
        var waiting = new Waiting(snapshots, registry.changes, 1, 1, Duration.ZERO, () -> "caller");
        List<TargetAnnounced> targets = registry.store.read(tx -> tx.targets().all());
        var images = new TreeMap<String, Facts>();
        registry.dossiers().forEach(dossier -> images.put(dossier.key().value(), Facts.of(dossier, targets)));
        assertThat(registry.standing("c", "cloud").status()).isEqualTo(Status.FAILED);
        var aliases = new TreeMap<String, Map<String, String>>();
        new Query(registry.store, snapshots, waiting).aliases().forEach((alias, view) -> {
            var places = new TreeMap<String, String>();
            view.targets().forEach((name, at) -> places.put(name, at.key() + " " + at.id()));
            aliases.put(alias, places);
        });
        assertThat(heard(registry)).as("what subscribers know").isEqualTo(aliases);
        var question = new FindIds.Question("cloud", Set.of(), Duration.ZERO);
        return new Outcome(images, new FindIds(waiting).find(question).all(), aliases);
    }
}
