package dev.darkroom.upload;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.events.testing.Threads.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.events.testing.Listening;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.upload.testing.FakeTarget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnounceTargetsTest {
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofHours(24);
    private static final ImageId IMAGE = ImageId.of(new ImageKey("a"), 0);
    private static final Problem AWAY = new Problem(FailureCode.TARGET_UNAVAILABLE, "it is away");

    private final RecordingBus bus = new RecordingBus();
    private final FakeTarget one = new FakeTarget("one", null);
    private final FakeTarget two = new FakeTarget("two", null);
    private final ArrayDeque<Runnable> work = new ArrayDeque<>();
    private final ArrayDeque<Runnable> looks = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();
    private final AnnounceTargets announcing =
            new AnnounceTargets(new Targets(List.of(one, two)), bus, PROBE, LOOK, (delay, later) -> {
                delays.add(delay);
                (delay.compareTo(PROBE) > 0 ? looks : work).add(later);
            });

    /** Before it is looked which images are there, which may take a while. */
    @Test
    void everyTargetIsAnnouncedAtStart() {
        announcing.start();
        assertThat(announcing.said(one.name())).isEmpty();
        runAll();

        assertThat(bus.published())
                .containsExactly(
                        one.announce(),
                        one.announce().seeing(List.of()),
                        two.announce(),
                        two.announce().seeing(List.of()));
        assertThat(work).isEmpty();
    }

    @Test
    void itIsLookedWhichImagesAreThereAtTheStartAndFromTimeToTime() {
        one.has(List.of(IMAGE));
        announcing.start();
        runAll();
        assertThat(seen()).containsExactly("one [" + IMAGE + "]", "two []");
        assertThat(announcing.said(one.name())).contains(one.announce().seeing(List.of(IMAGE)));

        lookAgain();

        assertThat(seen()).containsExactly("one [" + IMAGE + "]", "two []", "one [" + IMAGE + "]", "two []");
        assertThat(looks).hasSize(2);
    }

    /** Who knows what it is by then. */
    @Test
    void itIsLookedAgainWhereATargetHasBecomeWell() {
        announcing.start();
        runAll();
        announcing.recheck(one);
        runAll();
        assertThat(seen()).as("it was usable all the time").hasSize(2);

        one.problem(AWAY);
        announcing.recheck(one);
        runAll();
        assertThat(announcing.said(one.name())).as("how it is, is known").isPresent();
        one.problem(null);
        one.has(List.of(IMAGE));
        runAll();

        assertThat(seen()).last().isEqualTo("one [" + IMAGE + "]");
        assertThat(looks).as("one look for each is to come").hasSize(2);
    }

    @Test
    void oneThatDoesNotSayWhichImagesItHasIsWellAllTheSame() {
        one.hides(new FailureException(FailureCode.TARGET_REFUSED, "nobody may list"));
        two.whileListing(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        announcing.start();
        runAll();
        assertThat(problems()).containsExactly("one usable", "two usable");
        assertThat(announcing.said(two.name())).as("nobody waits for it").contains(two.announce());
        assertThat(delays).contains(LOOK.dividedBy(24)).doesNotContain(LOOK);

        two.whileListing(() -> {});
        lookAgain();

        assertThat(seen()).containsExactly("two []");
        assertThat(work).isEmpty();
        assertThat(looks).hasSize(2);
    }

    /** Each list is long, and all are due at the start; that a target can be used is said before. */
    @Test
    void ofManyTargetsNoMoreThanTwoAreListedAtATime() throws InterruptedException {
        var listed = new AtomicInteger();
        var most = new AtomicInteger();
        var gate = new CountDownLatch(1);
        List<Target> many = IntStream.range(0, 10)
                .<Target>mapToObj(n -> {
                    var target = new FakeTarget("cloud_" + n, null);
                    target.whileListing(() -> {
                        most.accumulateAndGet(listed.incrementAndGet(), Math::max);
                        await(gate);
                        listed.decrementAndGet();
                    });
                    return target;
                })
                .toList();
        new AnnounceTargets(new Targets(many), bus, PROBE, LOOK, AnnounceTargetsTest::soon).start();

        until(() -> problems().size() == many.size());
        until(() -> listed.get() == AnnounceTargets.LISTS_AT_ONCE);
        Thread.sleep(200);
        gate.countDown();

        until(() -> seen().size() == many.size());
        assertThat(most).hasValue(AnnounceTargets.LISTS_AT_ONCE);
    }

    @Test
    void whetherATargetCanBeUsedIsSaidWhileItIsListed() throws InterruptedException {
        var gate = new CountDownLatch(1);
        one.whileListing(() -> await(gate));
        var busy = new AnnounceTargets(new Targets(List.of(one)), bus, PROBE, LOOK, AnnounceTargetsTest::soon);
        busy.start();
        until(() -> problems().size() == 1);

        assertThat(CompletableFuture.supplyAsync(() -> busy.announce(one), OWN_THREAD))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(true);
        assertThat(seen()).isEmpty();
        gate.countDown();
        until(() -> seen().size() == 1);
    }

    /** Whether it will be the same place, nobody knows. */
    @Test
    void whatIsListedWhileATargetBecomesIllIsNotSaid() {
        one.has(List.of(IMAGE));
        one.whileListing(() -> {
            one.problem(AWAY);
            announcing.announce(one);
        });
        announcing.start();
        runAll();
        assertThat(seen()).containsExactly("two []");

        one.whileListing(() -> {});
        one.problem(null);
        runAll();

        assertThat(seen()).containsExactly("two []", "one [" + IMAGE + "]");
        assertThat(looks).hasSize(2);
    }

    @Test
    void whatABusThatIsAwayDidNotHearOfTheImagesIsLookedAtAgain() {
        one.whileListing(() -> bus.refuseNext(1));
        announcing.start();
        runAll();
        assertThat(seen()).containsExactly("two []");

        one.whileListing(() -> {});
        runAll();

        assertThat(seen()).containsExactly("two []", "one []");
        assertThat(work).isEmpty();
    }

    @Test
    void noEventIsLargerThanKafkaTakes() {
        one.has(IntStream.rangeClosed(0, AnnounceTargets.MOST_IMAGES)
                .mapToObj(generation -> ImageId.of(new ImageKey("a"), generation))
                .toList());
        announcing.start();
        runAll();

        assertThat(seen()).containsExactly("two []");
        assertThat(work).isEmpty();
    }

    @Test
    void oneThatIsIllIsSaidSoOnceAndLookedAtUntilItIsWell() {
        one.problem(AWAY);
        announcing.start();
        runAll();
        runAll();
        runAll();
        assertThat(problems()).containsExactly("one it is away", "two usable");
        assertThat(delays).containsExactly(Duration.ZERO, Duration.ZERO, PROBE, LOOK, PROBE, PROBE);

        one.problem(null);
        runAll();

        assertThat(problems()).containsExactly("one it is away", "two usable", "one usable");
        assertThat(work).isEmpty();
    }

    @Test
    void oneThatBecomesIllLaterIsSaidSoWhenItIsDoubted() {
        announcing.start();
        runAll();
        announcing.recheck(two);
        runAll();
        assertThat(problems()).hasSize(2);

        two.problem(AWAY);
        announcing.recheck(two);
        announcing.recheck(two);
        assertThat(work).hasSize(1);
        runAll();

        assertThat(problems()).last().isEqualTo("two it is away");
        assertThat(work).hasSize(1);
    }

    @Test
    void aBusThatIsAwayHearsItLater() {
        bus.refuseNext(1);
        announcing.start();
        runAll();
        assertThat(problems()).containsExactly("two usable");

        runAll();

        assertThat(problems()).containsExactly("two usable", "one usable");
        assertThat(work).isEmpty();
    }

    @Test
    void aDefectOfOneTargetHoldsUpNoOther() {
        one.broken(new IllegalStateException("a defect"));
        announcing.start();
        runAll();
        assertThat(problems()).containsExactly("one an unforeseen failure; see the log", "two usable");

        one.broken(null);
        runAll();

        assertThat(problems()).last().isEqualTo("one usable");
        assertThat(work).isEmpty();
    }

    @Test
    void theTextOfAnUnforeseenExceptionIsNotAnnounced() {
        one.broken(new IllegalStateException("token=SECRET"));

        assertThat(announcing.announce(one)).isFalse();

        assertThat(bus.published())
                .containsExactly(
                        one.unasked(new Problem(FailureCode.INTERNAL_ERROR, "an unforeseen failure; see the log")));
    }

    /** Its thread is interrupted, and whatever it was at fails of that. */
    @Test
    void aStopIsNoDefect() {
        try (var log = new Listening(AnnounceTargets.class)) {
            one.whileListing(AnnounceTargetsTest::stop);
            two.broken(new IllegalStateException("stopped"));
            announcing.start();
            work.remove().run();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            work.remove().run();

            assertThat(log.heard()).extracting(LogRecord::getLevel).containsOnly(Level.INFO);
            assertThat(bus.published()).containsExactly(one.announce());
        } finally {
            Thread.interrupted();
        }
    }

    private static void stop() {
        Thread.currentThread().interrupt();
        throw new FailureException(FailureCode.TARGET_UNAVAILABLE, "stopped");
    }

    /** What is due now, on a thread of its own. */
    private static void soon(Duration delay, Runnable due) {
        if (delay.isZero()) {
            OWN_THREAD.execute(due);
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", e);
        }
    }

    private void lookAgain() {
        for (int due = looks.size(); due > 0; due--) {
            Objects.requireNonNull(looks.poll()).run();
        }
        runAll();
    }

    private void runAll() {
        for (int due = work.size(); due > 0; due--) {
            Objects.requireNonNull(work.poll()).run();
        }
    }

    private List<String> seen() {
        return bus.published(TargetAnnounced.class).stream()
                .filter(each -> each.images() != null)
                .map(each -> each.target() + " " + each.images())
                .toList();
    }

    private List<String> problems() {
        return bus.published(TargetAnnounced.class).stream()
                .filter(each -> each.images() == null)
                .map(each -> each.target() + " "
                        + (each.problem() == null ? "usable" : each.problem().message()))
                .toList();
    }
}
