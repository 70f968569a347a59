package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.renamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.registry.known.BackOff;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.TestRegistry;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AskAgainTest extends RegistryTestCase {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aRetryableFailureIsAskedForAgainAfterGrowingPauses() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();

        var pauses = new ArrayList<Long>();
        for (int attempt = 0; attempt < 14; attempt++) {
            registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, attempt));
            assertThat(status("a")).isEqualTo(Status.WAITING);
            long seconds = 0;
            while (asked().isEmpty()) {
                registry.clock.turn(SECOND);
                seconds++;
            }
            pauses.add(seconds);
            assertThat(status("a")).isEqualTo(Status.FETCHING);
        }
        // 2, 4, 8 ... seconds and up to a quarter more, at most an hour and a quarter; and it never gives up.
        assertThat(pauses.getFirst()).isBetween(2L, 3L);
        assertThat(pauses.get(4)).isBetween(32L, 40L);
        assertThat(pauses.getLast()).isBetween(3600L, 4500L);
        assertThat(registry.bus.published(ImageRequested.class).getLast().attempt())
                .isEqualTo(14);
    }

    @Test
    void theOtherSideMayAskForMoreTime() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.failed(failed("a", "fetch", null, null, FailureCode.ORIGIN_UNAVAILABLE, 0, 120L));

        registry.clock.turn(Duration.ofSeconds(119));
        assertThat(asked()).isEmpty();
        registry.clock.turn(SECOND);
        assertThat(asked()).hasSize(1);
    }

    @Test
    void whatOneTargetAsksForHoldsUpNoOther() {
        registry.target.announced(target("patient", DiskFormat.RAW));
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.failed(failed("a", "upload", "patient", null, FailureCode.TARGET_UNAVAILABLE, 0, 86_400L));
        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_UNAVAILABLE, 0));

        registry.clock.turn(SECOND);
        assertThat(asked()).isEmpty();
        registry.clock.turn(SECOND.multipliedBy(2));
        assertThat(asked()).hasSize(1);

        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failed("a", "upload", "patient", null, FailureCode.TARGET_UNAVAILABLE, 1, 86_400L));
        registry.clock.turn(Duration.ofHours(23));
        assertThat(asked()).isEmpty();
        registry.clock.turn(Duration.ofHours(1));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aTargetThatIsTriedAgainDoesNotHurryAnOriginThatWantsToBeLeftAlone() {
        ImageSpec renamed = renamed(spec(), "another");
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.target.announced(target("new", DiskFormat.RAW));
        registry.admit(Catalogue.of(Map.of("a", renamed)));
        int attempt = asked().getFirst().attempt();
        registry.image.failed(failedAt("a", "cloud", FailureCode.TARGET_UNAVAILABLE, attempt));
        registry.image.failed(failed("a", "fetch", null, null, FailureCode.ORIGIN_UNAVAILABLE, attempt, 3600L));

        registry.clock.turn(Duration.ofMinutes(59));
        assertThat(asked()).isEmpty();
        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void whoeverPublishesAChangedCatalogueBeginsTheBackOffAnew() {
        aIsAskedForAfterSixFailures();
        registry.image.failed(failed("a", FailureCode.CHECKSUM_MISMATCH, 6));
        registry.admit(Catalogue.of(Map.of("a", spec())).wiring(Map.of("image", "a")));
        assertThat(asked()).hasSize(1);
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 7));

        registry.clock.turn(Duration.ofSeconds(3));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void anImageOfWhichNothingIsHeardIsAskedForAgain() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.clock.turn(Duration.ofMinutes(29));
        assertThat(asked()).isEmpty();
        registry.clock.turn(Duration.ofMinutes(1));

        assertThat(asked()).extracting(ImageRequested::attempt).containsExactly(1);
    }

    @Test
    void whatWaitsInLineBehindOthersIsNotAskedForAgain() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        asked();
        registry.clock.turn(Duration.ofMinutes(29));
        registry.image.fetched(fetched("b", spec(), 0, DiskFormat.RAW));
        registry.clock.turn(Duration.ofMinutes(2));
        assertThat(asked()).isEmpty();

        // Even so, nothing is forgotten: not after a day, however busy the others are.
        for (int hour = 0; hour < 25; hour++) {
            registry.clock.turn(Duration.ofHours(1));
            registry.image.fetched(fetched("c" + hour, spec(), 0, DiskFormat.RAW));
            registry.image.fetched(fetched("b", spec(), 1 + hour, DiskFormat.RAW));
            if (!asked().isEmpty()) {
                assertThat(hour).isGreaterThanOrEqualTo(23);
                return;
            }
        }
        throw new AssertionError("it was never asked for again");
    }

    @Test
    void whatWasUnderWayWhenTheProcessEndedIsAskedForAfterAShortGrace() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec(), "c", spec())));
        asked();
        registry.image.ready(ready("b", "cloud", spec()));
        registry.image.failed(failed("c", FailureCode.CHECKSUM_MISMATCH, 0));
        registry.clock.turn(Duration.ofMinutes(5));

        registry.ask.resume();
        registry.clock.turn(Duration.ofSeconds(59));
        assertThat(asked()).isEmpty();
        registry.clock.turn(SECOND);
        assertThat(asked()).extracting(each -> each.key().value()).containsExactly("a");
    }

    @Test
    void whatWasUnderWayComesBackFromKafkaFirstHoweverLongTheProcessWasDown() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.clock.turn(Duration.ofHours(2));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));

        registry.ask.resume();
        assertThat(asked()).extracting(each -> each.key().value()).containsExactly("b");
        registry.clock.turn(Duration.ofSeconds(59));
        assertThat(asked()).isEmpty();
        registry.clock.turn(SECOND);
        assertThat(asked()).extracting(each -> each.key().value()).containsExactly("a");
    }

    @Test
    void whatComesBackFromKafkaAfterARestartIsNotAskedForTwice() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        asked();
        registry.clock.turn(Duration.ofMinutes(5));
        registry.ask.resume();
        registry.clock.turn(Duration.ofSeconds(50));
        registry.image.fetched(fetched("a", spec(), 0, DiskFormat.RAW));
        registry.clock.turn(Duration.ofSeconds(20));

        assertThat(asked()).isEmpty();
        registry.clock.turn(TestRegistry.GRACE);
        assertThat(asked()).extracting(each -> each.key().value()).containsExactly("b");
    }

    @Test
    void manyImagesAreAskedForInOneGo() {
        var images = new TreeMap<String, ImageSpec>();
        for (int i = 0; i < 2 * AskAgain.BATCH + 1; i++) {
            images.put("key_" + i, spec());
        }
        registry.admit(Catalogue.of(images));

        int before = registry.database.statements();
        registry.ask.run();
        assertThat(registry.database.statements() - before).isLessThan(60);
        registry.publish.run();
        assertThat(registry.bus.published(ImageRequested.class)).hasSize(images.size());
    }

    @Test
    void whereNothingIsDueNobodyWhoWritesWaits() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();

        registry.store.write(tx -> {
            assertThat(CompletableFuture.supplyAsync(this::asked, OWN_THREAD))
                    .succeedsWithin(Duration.ofSeconds(30))
                    .isEqualTo(List.of());
            return null;
        });
    }

    @Test
    void anEventOfAnAttemptThatNobodyAskedForDoesNotEndTheAsking() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 1_000_000));

        for (int i = 0; i < 3; i++) {
            registry.clock.turn(Duration.ofHours(2));
            List<ImageRequested> asked = asked();
            assertThat(asked).hasSize(1);
            registry.image.failed(
                    failed("a", FailureCode.ORIGIN_UNAVAILABLE, asked.getFirst().attempt()));
            assertThat(asked()).isEmpty();
        }
    }

    @Test
    void afterSuchAnEventTheAnswersToWhatIsAskedForCountAsBefore() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 1_000_000));
        registry.clock.turn(Duration.ofHours(2));
        int attempt = asked().getFirst().attempt();

        registry.image.failed(failed("a", "fetch", null, null, FailureCode.ORIGIN_UNAVAILABLE, attempt, 7200L));

        assertThat(status("a")).isEqualTo(Status.WAITING);
        registry.clock.turn(Duration.ofMinutes(119));
        assertThat(asked()).isEmpty();
        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void anImageThatCannotBeAskedForHoldsUpNoOther() throws SQLException {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.database.execute(
                "UPDATE image SET asked = -5, due_at = TIMESTAMP '2026-11-01 00:00:00' WHERE image_key = 'a'");

        assertThat(asked()).extracting(each -> each.key().value()).containsExactly("b");
        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsSetAsideIsNotAskedForAndItsHistorySaysSo() throws SQLException {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        registry.clock.turn(Duration.ofMinutes(1));
        registry.database.execute("UPDATE failure SET attempt = 7");
        Duration noMillis = Duration.ofSeconds(Long.MAX_VALUE / 900);
        var backOff = new BackOff(SECOND, noMillis, SECOND);
        var broken = new AskAgain(registry.store, new Conclude(backOff, registry.clock), registry.clock, SECOND);
        registry.bus.clear();

        broken.run();
        registry.publish.run();

        assertThat(registry.bus.published()).isEmpty();
        assertThat(registry.query.image("a", Duration.ZERO).history()).last().satisfies(line -> {
            assertThat(line.what()).isEqualTo("set aside");
            assertThat(line.words())
                    .contains("for a day", "ArithmeticException")
                    .doesNotContain("overflow");
        });
        registry.clock.turn(Duration.ofDays(1));
        assertThat(asked())
                .singleElement()
                .satisfies(request -> assertThat(request.attempt()).isEqualTo(1));
    }

    @Test
    void aClockThatWentAheadAndCameBackKeepsNobodyWaiting() {
        Duration decade = Duration.ofDays(3650);
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        asked();
        registry.clock.turn(decade);
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, 0));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec(), "c", spec())));
        registry.clock.turn(decade.negated());

        registry.round();
        registry.clock.turn(Duration.ofSeconds(3));
        registry.round();
        assertThat(registry.bus.published(ImageRequested.class).stream()
                        .filter(each -> each.key().value().matches("[ac]")))
                .extracting(each -> each.key().value(), ImageRequested::attempt)
                .contains(tuple("a", 1), tuple("c", 0));
        assertThat(registry.bus.published(ImageRequested.class)).hasSizeLessThan(5);

        registry.clock.turn(Duration.ofMinutes(40));
        assertThat(asked()).extracting(each -> each.key().value()).contains("b");
    }

    @Test
    void aRestartEndsNoWaitAfterAFailure() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        asked();
        registry.image.failed(failed("a", "fetch", null, null, FailureCode.ORIGIN_UNAVAILABLE, 0, 3600L));

        registry.ask.resume();
        registry.clock.turn(Duration.ofMinutes(59));
        assertThat(asked()).extracting(each -> each.key().value()).containsExactly("b");
        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(asked()).extracting(each -> each.key().value()).contains("a");
    }

    @Test
    void aTargetThatComesAndGoesDoesNotHurryAnOriginThatWantsToBeLeftAlone() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        registry.image.failed(failed("a", "fetch", null, null, FailureCode.ORIGIN_UNAVAILABLE, 0, 3600L));

        for (int minute = 0; minute < 5; minute++) {
            registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE));
            registry.clock.turn(Duration.ofMinutes(1));
            registry.target.announced(target("cloud", DiskFormat.RAW));
            assertThat(asked()).isEmpty();
        }
        registry.clock.turn(Duration.ofMinutes(55));
        assertThat(asked()).hasSize(1);
    }

    @Test
    void aTargetThatComesAndGoesDoesNotBeginTheBackOffAnew() {
        aIsAskedForAfterSixFailures();
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE));
        registry.target.announced(target("cloud", DiskFormat.RAW));
        int attempt = asked().getFirst().attempt();
        registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, attempt));

        registry.clock.turn(Duration.ofMinutes(1));
        assertThat(asked()).isEmpty();
    }

    private void aIsAskedForAfterSixFailures() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
        for (int attempt = 0; attempt < 6; attempt++) {
            registry.image.failed(failed("a", FailureCode.ORIGIN_UNAVAILABLE, attempt));
            registry.clock.turn(Duration.ofHours(2));
            assertThat(asked()).hasSize(1);
        }
    }
}
