package dev.darkroom.upload;

import static dev.darkroom.events.testing.Threads.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.NoMemoryToLog;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.upload.directory.DirectoryTarget;
import dev.darkroom.upload.testing.FakeTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetWatchTest {
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final ImageId IMAGE = ImageId.of(new ImageKey("a"), 0);
    private static final ImageId HIDDEN = ImageId.of(new ImageKey("hidden"), 0);
    private static final Problem AWAY = new Problem(FailureCode.TARGET_UNAVAILABLE, "it is away");

    private final RecordingBus bus = new RecordingBus();
    private final FakeTarget target = new FakeTarget("one", null);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE); // Which a clock of that kind may be at.
    private final TargetWatch watch = new TargetWatch(target, bus, PROBE, new Semaphore(1), nanos::get);

    /** Before it is looked which images are there, which may take a while. */
    @Test
    void itIsAnnouncedAtOnce() {
        assertThat(watch.said()).isEmpty();
        assertThat(watch.isKnownUsable()).isFalse();
        target.whileListing(() -> {
            assertThat(bus.published()).containsExactly(target.announce());
            assertThat(watch.isKnownUsable()).isTrue();
            assertThat(watch.said())
                    .as("before it was looked which images are there")
                    .isEmpty();
        });

        watch.step();

        assertThat(bus.published())
                .containsExactly(target.announce(), target.announce().seeing(List.of(), null));
    }

    @Test
    void whereMemoryLacksToSayWhatHasFailedItIsAnnouncedAllTheSame() throws InterruptedException {
        bus.refuseNext(1);
        try (var log = new NoMemoryToLog(TargetWatch.class)) {
            watch.start();
            until(() -> log.met() > 0);
        }

        until(watch::isKnownUsable);
        watch.stop();
    }

    @Test
    void itIsLookedWhichImagesAreThereAtTheStartAndFromTimeToTime() {
        target.has(List.of(IMAGE));
        assertThat(watch.step()).isEqualTo(TargetWatch.LOOK);
        assertThat(seen()).containsExactly(List.of(IMAGE));
        assertThat(watch.said()).contains(target.announce().seeing(List.of(IMAGE), null));

        pass(PROBE);
        assertThat(watch.step()).isEqualTo(TargetWatch.LOOK.minus(PROBE));
        assertThat(seen()).hasSize(1);

        pass(TargetWatch.LOOK.minus(PROBE));
        assertThat(watch.step()).isEqualTo(TargetWatch.LOOK);
        assertThat(seen()).containsExactly(List.of(IMAGE), List.of(IMAGE));
    }

    /** A cloud shows them in a list of their own, and whoever starts often asks for one each time. */
    @Test
    void itIsLookedWhichHiddenImagesAreThereFromTheSecondTimeOn() {
        target.has(List.of(IMAGE));
        target.hasHidden(() -> List.of(HIDDEN));
        target.hides(new FailureException(FailureCode.TARGET_UNAVAILABLE, "not now"));
        watch.step();
        target.whileListing(() -> {});
        pass(TargetWatch.LOOK_AGAIN);
        watch.step();
        assertThat(watch.said()).contains(target.announce().seeing(List.of(IMAGE), null));

        pass(TargetWatch.LOOK);
        watch.step();

        assertThat(watch.said()).contains(target.announce().seeing(List.of(IMAGE), List.of(HIDDEN)));
    }

    @Test
    void oneThatDoesNotSayItsHiddenImagesSaysTheOthersAllTheSame() {
        watch.step();
        target.has(List.of(IMAGE));
        target.hasHidden(() -> {
            throw new FailureException(FailureCode.TARGET_UNAVAILABLE, "not now");
        });
        pass(TargetWatch.LOOK);
        watch.step();

        assertThat(watch.said()).contains(target.announce().seeing(List.of(IMAGE), null));
    }

    /** Who knows what it is by then. */
    @Test
    void itIsLookedAgainWhereATargetHasBecomeWell() {
        watch.step();

        target.problem(AWAY);
        watch.step();
        assertThat(watch.said()).as("how it is, is known").isPresent();
        target.problem(null);
        target.has(List.of(IMAGE));
        watch.step();

        assertThat(seen()).containsExactly(List.of(), List.of(IMAGE));
    }

    @Test
    void oneThatDoesNotSayWhichImagesItHasIsWellAllTheSame() {
        target.hides(new FailureException(FailureCode.TARGET_REFUSED, "nobody may list"));
        assertIsWellWithoutList();

        target.whileListing(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertIsWellWithoutList();

        target.whileListing(() -> {});
        assertThat(watch.step()).isEqualTo(TargetWatch.LOOK);
        assertThat(seen()).containsExactly(List.of());
    }

    @Test
    void noEventIsLargerThanKafkaTakes() {
        target.has(IntStream.rangeClosed(0, TargetWatch.MOST_IMAGES)
                .mapToObj(generation -> ImageId.of(new ImageKey("a"), generation))
                .toList());

        assertIsWellWithoutList();
    }

    private void assertIsWellWithoutList() {
        assertThat(watch.step()).isEqualTo(TargetWatch.LOOK.dividedBy(24));
        assertThat(problems()).containsExactly("usable");
        assertThat(watch.said()).as("nobody waits for it").contains(target.announce());
        assertThat(seen()).isEmpty();
        pass(TargetWatch.LOOK.dividedBy(24));
    }

    /** Whether it will be the same place, nobody knows. */
    @Test
    void whatIsListedWhileATargetBecomesIllIsNotSaid() {
        target.has(List.of(IMAGE));
        target.whileListing(() -> {
            target.problem(AWAY);
            watch.announce();
        });
        assertThat(watch.step()).isEqualTo(PROBE);
        assertThat(seen()).isEmpty();

        target.whileListing(() -> {});
        target.problem(null);
        watch.step();

        assertThat(seen()).containsExactly(List.of(IMAGE));
    }

    @Test
    void itIsLookedAgainAlsoWhereABusThatIsAwayDidNotHearThatATargetWasIll() {
        watch.step();

        target.problem(AWAY);
        bus.refuseNext(1);
        watch.step();
        target.problem(null);
        target.has(List.of(IMAGE));
        watch.step();

        assertThat(problems()).containsExactly("usable");
        assertThat(seen()).containsExactly(List.of(), List.of(IMAGE));
    }

    /** Else its images would be there by what is known, until somebody looks the next day. */
    @Test
    void itIsLookedAgainWhereADirectoryIsGone(@TempDir Path temp) throws IOException {
        var directory =
                new DirectoryTarget(new TargetName("one"), Optional.empty(), temp.resolve("a"), new KeyGuard(), true);
        var watching = new TargetWatch(directory, bus, PROBE, new Semaphore(1), nanos::get);
        watching.step();
        Files.move(temp.resolve("a"), temp.resolve("b"));

        watching.announce();
        watching.step();

        assertThat(problems()).hasSize(3).last().isEqualTo("usable");
        assertThat(seen()).containsExactly(List.of(), List.of());
    }

    @Test
    void whatABusThatIsAwayDidNotHearOfTheImagesIsLookedAtAgain() {
        target.whileListing(() -> bus.refuseNext(1));
        assertThat(watch.step()).isEqualTo(PROBE);
        assertThat(seen()).isEmpty();

        target.whileListing(() -> {});
        assertThat(watch.step()).isEqualTo(TargetWatch.LOOK);

        assertThat(seen()).containsExactly(List.of());
    }

    @Test
    void oneThatIsIllIsSaidSoOnceAndLookedAtUntilItIsWell() {
        target.problem(AWAY);
        assertThat(watch.step()).isEqualTo(PROBE);
        assertThat(watch.step()).isEqualTo(PROBE);
        assertThat(problems()).containsExactly("it is away");

        target.problem(null);
        assertThat(watch.step()).isEqualTo(TargetWatch.LOOK);

        assertThat(problems()).containsExactly("it is away", "usable");
    }

    @Test
    void thatItIsTriedAgainIsLogged() {
        try (var log = new RecordingLog(TargetWatch.class)) {
            target.problem(AWAY);
            watch.step();
            watch.step();

            assertThat(log.heard())
                    .extracting(LogRecord::getMessage)
                    .containsExactly("target one cannot be used: target-unavailable: it is away;"
                            + " it is tried again every 30 s");
        }
    }

    @Test
    void oneThatIsDoubtedIsSeenOnceAndWhileItIsIllNoSooner() throws InterruptedException {
        watch.step();
        assertThat(watch.awaitDoubt(Duration.ZERO)).isFalse();

        watch.recheck();
        watch.recheck();
        assertThat(watch.awaitDoubt(Duration.ZERO)).isTrue();
        assertThat(watch.awaitDoubt(Duration.ZERO)).isFalse();
        target.problem(AWAY);
        watch.step();
        assertThat(problems()).containsExactly("usable", "it is away");

        watch.recheck();
        assertThat(watch.awaitDoubt(Duration.ZERO)).isFalse();
    }

    /** The list may be one that hangs. */
    @Test
    void oneThatIsDoubtedWhileItIsListedIsSeenByWhoDoubtsIt() {
        target.whileListing(() -> {
            target.problem(AWAY);
            watch.recheck();
            assertThat(problems()).containsExactly("usable", "it is away");
        });

        watch.step();

        assertThat(problems()).hasSize(2);
    }

    /** Whoever sees that asks no more, and the next look may be a day away. */
    @Test
    void oneThatSomebodyElseFindsIllIsWatchedUntilItIsWell() throws InterruptedException {
        watch.step();
        assertThat(watch.announce()).isTrue();
        assertThat(watch.awaitDoubt(Duration.ZERO)).isFalse();

        target.problem(AWAY);
        assertThat(watch.announce()).isFalse();

        assertThat(watch.awaitDoubt(Duration.ZERO)).isTrue();
        assertThat(watch.announce()).isFalse();
        assertThat(watch.awaitDoubt(Duration.ZERO))
                .as("it is tried again without that")
                .isFalse();
    }

    @Test
    void aBusThatIsAwayHearsItLater() {
        bus.refuseNext(2);
        assertThat(watch.step()).isEqualTo(PROBE);
        assertThat(watch.announce()).isFalse();
        assertThat(problems()).isEmpty();

        watch.step();

        assertThat(problems()).containsExactly("usable");
    }

    /** Somebody may send it an image as soon as he hears that it can be used. */
    @Test
    void whoHearsHowATargetIsFindsItSo() {
        var found = new ArrayList<Boolean>();
        var hearing = new AtomicReference<TargetWatch>();
        hearing.set(new TargetWatch(
                target, said -> found.add(hearing.get().isKnownUsable()), PROBE, new Semaphore(1), nanos::get));

        target.problem(AWAY);
        hearing.get().announce();
        target.problem(null);
        hearing.get().announce();

        assertThat(found).containsExactly(false, true);
    }

    @Test
    void aDefectEndsNoWatch() {
        target.broken(new IllegalStateException("a defect"));
        assertThat(watch.step()).isEqualTo(PROBE);
        assertThat(problems()).containsExactly("an unforeseen failure; see the log");

        target.broken(null);
        target.whileListing(() -> {
            throw new StackOverflowError();
        });
        assertThat(watch.step()).isEqualTo(PROBE);

        assertThat(problems()).last().isEqualTo("usable");
    }

    @Test
    void theTextOfAnUnforeseenExceptionIsNotAnnounced() {
        target.broken(new IllegalStateException("token=SECRET"));

        assertThat(watch.announce()).isFalse();

        assertThat(bus.published())
                .containsExactly(
                        target.unasked(new Problem(FailureCode.INTERNAL_ERROR, "an unforeseen failure; see the log")));
    }

    /** Its thread is interrupted, and whatever it was at fails of that. */
    @Test
    void aStopIsNoDefect() {
        try (var log = new RecordingLog(TargetWatch.class)) {
            target.whileListing(() -> {
                Thread.currentThread().interrupt();
                throw new FailureException(FailureCode.TARGET_UNAVAILABLE, "stopped");
            });
            watch.step();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            target.broken(new IllegalStateException("stopped"));
            watch.step();
            target.broken(null);

            assertThat(log.heard()).extracting(LogRecord::getLevel).containsOnly(Level.INFO);
            assertThat(bus.published()).containsExactly(target.announce());
        } finally {
            Thread.interrupted();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<List<ImageId>> seen() {
        return bus.published(TargetAnnounced.class).stream()
                .map(TargetAnnounced::images)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<String> problems() {
        return bus.published(TargetAnnounced.class).stream()
                .filter(each -> each.images() == null)
                .map(each -> each.problem() == null ? "usable" : each.problem().message())
                .toList();
    }
}
