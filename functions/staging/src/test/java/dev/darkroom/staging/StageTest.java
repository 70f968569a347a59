package dev.darkroom.staging;

import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.events.testing.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StageTest {
    private static final Stage.Work WORK = new Stage.Work(KEY, new TargetName("cloud"), DiskFormat.RAW, 3);
    private static final Event DONE = Samples.requested(Samples.spec());

    private final RecordingBus bus = new RecordingBus();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final KeyGuard guard = new KeyGuard();
    private final Stage stage = new Stage("upload", bus, guard, meters);

    @AfterEach
    void nobodyIsShutOutAfterwards() {
        assertThat(guard.size()).isZero();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void whatTheWorkReturnsIsPublished() {
        stage.run(WORK, () -> DONE);

        assertThat(bus.published()).containsExactly(DONE);
        assertThat(outcomes("ok")).isEqualTo(1);
    }

    @Test
    void whoWantsToPublishItLaterIsGivenIt() {
        assertThat(stage.attempt(WORK, () -> DONE)).isEqualTo(DONE);

        assertThat(bus.published()).isEmpty();
        assertThat(outcomes("ok")).isEqualTo(1);
    }

    @Test
    void whatGoesWrongIsPublishedWithItsCode() {
        stage.run(
                WORK,
                failing(new FailureException(
                        FailureCode.TARGET_UNAVAILABLE, "the cloud is away", Duration.ofSeconds(90), null)));

        assertThat(bus.only(ImageFailed.class))
                .isEqualTo(new ImageFailed(
                        KEY,
                        "upload",
                        new TargetName("cloud"),
                        DiskFormat.RAW,
                        FailureCode.TARGET_UNAVAILABLE,
                        "the cloud is away",
                        90L,
                        3));
        assertThat(outcomes("target-unavailable")).isEqualTo(1);
    }

    /** While an origin is away, all its images fail every half a minute. */
    @Test
    void onlyWhatWasTriedIsWarnedOf() {
        try (var log = new RecordingLog(Stage.class)) {
            stage.run(WORK, failing(new FailureException(FailureCode.ORIGIN_UNAVAILABLE, "no answer")));
            stage.run(
                    WORK,
                    failing(FailureException.untried(
                            FailureCode.ORIGIN_UNAVAILABLE, "not asked", Duration.ofSeconds(30), null)));

            assertThat(log.heard().stream().filter(each -> each.getLevel().intValue() >= Level.INFO.intValue()))
                    .hasSize(1);
        }
        assertThat(bus.published()).hasSize(2);
    }

    @Test
    void aTerminalFailureSaysSo() {
        stage.run(WORK, failing(new FailureException(FailureCode.QUOTA_EXCEEDED, "full")));

        ImageFailed failed = bus.only(ImageFailed.class);
        assertThat(failed.retryable()).isFalse();
        assertThat(failed.retryAfterSeconds()).isNull();
    }

    @Test
    void theTextOfAnUnforeseenExceptionIsNotPublished() {
        stage.run(WORK, failing(new IllegalStateException("https://x/?token=SECRET")));

        ImageFailed failed = bus.only(ImageFailed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL_ERROR);
        assertThat(failed.message()).isEqualTo("an unforeseen failure; see the log");
    }

    @Test
    void whyAFileOfStagingCannotBeUsedIsPublished() {
        stage.run(
                WORK,
                failing(new UncheckedIOException(
                        "work file /staging/ab/work/download failed", new AccessDeniedException("/staging/ab"))));

        ImageFailed failed = bus.only(ImageFailed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL_ERROR);
        assertThat(failed.message())
                .isEqualTo("a file of Darkroom's own cannot be read or written: work file /staging/ab/work/download"
                        + " failed: access to /staging/ab is denied");
    }

    @Test
    void aFullDiskIsOneWhereverItIsMet() {
        stage.run(WORK, failing(new UncheckedIOException(new IOException("No space left on device"))));

        assertThat(bus.only(ImageFailed.class).code()).isEqualTo(FailureCode.NO_SPACE);
    }

    static Stream<Error> errors() {
        return Stream.of(new OutOfMemoryError("Java heap space"), new NoClassDefFoundError("dev/darkroom/Codec"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorOfOneImageIsPublishedToo(Error error) {
        stage.run(WORK, () -> {
            throw error;
        });

        ImageFailed failed = bus.only(ImageFailed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL_ERROR);
        assertThat(failed.retryable()).isTrue();
        assertThat(failed.message())
                .isEqualTo(
                        error instanceof OutOfMemoryError
                                ? "there was too little memory; see the log"
                                : "an unforeseen failure; see the log");
    }

    @Test
    void aBusThatTakesNothingLeavesTheIncomingEventUnacknowledged() {
        bus.refuseNext(1);

        assertThatThrownBy(() -> stage.run(WORK, () -> DONE)).isInstanceOf(IllegalStateException.class);
    }

    static Stream<RuntimeException> whatAStopCauses() {
        return Stream.of(
                new IllegalStateException("interrupted"),
                new FailureException(FailureCode.TARGET_UNAVAILABLE, "it did not answer any more"));
    }

    @ParameterizedTest
    @MethodSource("whatAStopCauses")
    void aStoppingProcessPublishesNothing(RuntimeException stopped) {
        assertThatThrownBy(() -> stage.run(WORK, () -> {
                    Thread.currentThread().interrupt();
                    throw stopped;
                }))
                .isSameAs(stopped);
        Thread.interrupted();
        assertThat(bus.published()).isEmpty();
    }

    @Test
    void whatIsDoneBeforeMayHaveTheImageAlone() {
        stage.run(WORK, () -> guard.alone(KEY.value()).close(), () -> DONE);

        assertThat(bus.published()).containsExactly(DONE);
    }

    @Test
    void whatGoesWrongBeforeIsPublishedToo() {
        stage.run(
                WORK,
                () -> {
                    throw new FailureException(FailureCode.NO_SPACE, "full");
                },
                () -> DONE);

        assertThat(bus.only(ImageFailed.class).code()).isEqualTo(FailureCode.NO_SPACE);
    }

    @Test
    void theSameWorkIsDoneByOneAtATime() {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var threads = new CompletableFuture<?>[4];
        var allInside = new CountDownLatch(threads.length);
        for (int i = 0; i < threads.length; i++) {
            threads[i] = CompletableFuture.runAsync(
                    () -> stage.run(WORK, () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        meet(allInside, Duration.ofMillis(100));
                        inside.decrementAndGet();
                        return DONE;
                    }),
                    OWN_THREAD);
        }
        CompletableFuture.allOf(threads).join();

        assertThat(most).hasValue(1);
        assertThat(bus.published()).hasSize(threads.length);
    }

    @Test
    void workForAnotherTargetGoesOnBesideIt() {
        var bothInside = new CountDownLatch(2);
        Supplier<Event> meeting = () -> {
            assertThat(meet(bothInside, Duration.ofSeconds(20))).isTrue();
            return DONE;
        };
        var other = CompletableFuture.runAsync(
                () -> stage.run(new Stage.Work(KEY, new TargetName("other"), DiskFormat.RAW, 3), meeting), OWN_THREAD);
        stage.run(WORK, meeting);
        other.join();

        assertThat(bus.published()).hasSize(2);
    }

    /** Waits for the others. @return whether they came */
    private static boolean meet(CountDownLatch latch, Duration atMost) {
        latch.countDown();
        try {
            return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatWasDoneAlreadyIsCountedForEachFunction() {
        Stage.skipped(meters, "fetch").increment();
        Stage.skipped(meters, "upload").increment(2);

        assertThat(meters.get("darkroom.skipped")
                        .tag("function", "fetch")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("darkroom.skipped")
                        .tag("function", "upload")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void theTimesOfEachOutcomeAreThereBeforeTheFirstAndSayWhatTheyAre() {
        assertThat(meters.get("darkroom.step").timers())
                .extracting(timer -> timer.getId().getTag("outcome"))
                .contains("ok", "quota-exceeded", "internal-error");
        assertThat(meters.get("darkroom.step").timers())
                .allSatisfy(timer -> assertThat(timer.getId().getDescription()).isNotBlank());
    }

    private static Supplier<Event> failing(RuntimeException e) {
        return () -> {
            throw e;
        };
    }

    private long outcomes(String outcome) {
        return meters.find("darkroom.step").tags("function", "upload", "outcome", outcome).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }
}
