package dev.darkroom.staging;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.events.testing.Threads.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.staging.Staging.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {
    private static final long USABLE = 1_000;
    private static final long MARGIN = 100;

    private volatile long usable = USABLE;
    private volatile long others;
    private volatile long kept;
    private volatile long resting;
    private volatile boolean patient;
    private final List<String> waitedFor = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final FreeSpace space = new FreeSpace("the disk", () -> usable, new ByteSize(MARGIN), this::nanos);

    private final FreeSpace.Neighbours neighbours = new FreeSpace.Neighbours() {
        @Override
        public long holding() {
            return others;
        }

        @Override
        public long kept() {
            return kept;
        }

        @Override
        public boolean giveUp() {
            long given = Math.min(resting, 100);
            resting -= given;
            others -= given;
            usable += given;
            return given > 0;
        }

        @Override
        public void waitedFor(long free, long wanted) {
            waitedFor.add(free + " of " + wanted);
        }
    };

    @Test
    void everyByteButTheMarginCanBePromised() {
        assertThatCode(() -> reserve(0, 900)).doesNotThrowAnyException();
    }

    @Test
    void oneByteOfTheMarginCannot() {
        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 901));
    }

    @Test
    void theSameBytesAreNotPromisedTwice() {
        reserve(0, 600);

        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 301));
        assertThatCode(() -> reserve(0, 300)).doesNotThrowAnyException();
    }

    @Test
    void aRefusedReservationHoldsNothing() {
        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 901));

        assertThatCode(() -> reserve(0, 900)).doesNotThrowAnyException();
    }

    @Test
    void closingGivesBack() {
        reserve(0, 900).close();

        assertThatCode(() -> reserve(0, 900)).doesNotThrowAnyException();
    }

    @Test
    void whatOthersHaveTakenOfAPromiseIsNotWritten() {
        Staging.Reservation promised = reserve(200, 900);
        usable = MARGIN / 2 - 1;

        assertThatCode(() -> promised.written(205)).as("too little to look").doesNotThrowAnyException();
        assertFails(FailureCode.NO_SPACE, () -> promised.written(206));
    }

    @Test
    void halfTheMarginIsForOthers() {
        Staging.Reservation promised = reserve(0, 900);
        usable = MARGIN / 2;

        assertThatCode(() -> promised.written(900)).doesNotThrowAnyException();
    }

    @Test
    void closingTwiceGivesBackOnce() {
        Staging.Reservation twice = reserve(0, 500);
        reserve(0, 400);
        twice.close();
        twice.close();

        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 501));
    }

    @Test
    void whatIsWrittenIsNotCountedBothAsUsedAndAsPromised() {
        Staging.Reservation half = reserve(0, 600);
        half.written(300);
        usable -= 300;

        assertThatCode(() -> reserve(0, 300)).doesNotThrowAnyException();
        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 1));
    }

    @Test
    void whatAFileHoldsAlreadyNeedsNoSpace() {
        usable = 200;

        assertThatCode(() -> reserve(800, 900)).doesNotThrowAnyException();
        assertFails(FailureCode.NO_SPACE, () -> reserve(800, 801));
    }

    @Test
    void aCompleteFileNeedsNoSpaceEvenWhereThereIsNone() {
        usable = 0;

        assertThatCode(() -> reserve(500, 500)).doesNotThrowAnyException();
    }

    @Test
    void growingIsAdmittedByWhatIsLeft() {
        Staging.Reservation growing = reserve(0, 100);
        reserve(0, 700);

        growing.resize(200);

        assertFails(FailureCode.NO_SPACE, () -> growing.resize(201));
        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 1));
    }

    @Test
    void shrinkingGivesBackAndIsNeverRefused() {
        Staging.Reservation shrinking = reserve(0, 800);
        usable = 0;

        assertThatCode(() -> shrinking.resize(10)).doesNotThrowAnyException();
        usable = USABLE;
        assertThatCode(() -> reserve(0, 890)).doesNotThrowAnyException();
    }

    @Test
    void theMessageSaysWhatIsNeededAndWhatThereIs() {
        reserve(0, 600);

        assertThatThrownBy(() -> reserve(0, 500))
                .hasMessageContainingAll(
                        "the disk", "500 B more", "300 B free", "600 B promised", "margin of 100 B", "make room");
    }

    @Test
    void whatOthersWillGiveBackIsWaitedFor() throws Exception {
        patient = true;
        others = 400;
        usable = 500;
        var waiting = CompletableFuture.supplyAsync(() -> reserve(0, 800), OWN_THREAD);
        assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        usable = 900;

        waiting.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void whatWasPromisedToOthersIsWaitedForToo() throws Exception {
        patient = true;
        Staging.Reservation first = reserve(0, 600);
        var waiting = CompletableFuture.supplyAsync(() -> reserve(0, 700), OWN_THREAD);
        assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        first.close();

        waiting.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void nobodyWaitsForMoreThanOthersHold() {
        patient = true;
        others = 400;
        usable = 500;

        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 801));
    }

    @Test
    void whatNobodyNeedsNowIsGivenUpAsFarAsItTakes() {
        others = 400;
        resting = 400;
        usable = 500;

        reserve(0, 550);

        assertThat(resting).isEqualTo(200);
        assertThat(waitedFor).isEmpty();
    }

    @Test
    void nothingIsGivenUpInVain() {
        others = 400;
        resting = 400;
        usable = 500;

        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 801));

        assertThat(resting).isEqualTo(400);
    }

    @Test
    void whatGrowsTakesWhatNobodyNeedsNow() {
        others = 400;
        resting = 400;
        usable = 500;
        Staging.Reservation growing = space.reserve(0, 400, Purpose.CONVERSION, neighbours);

        growing.resize(500);

        assertThat(resting).isEqualTo(300);
    }

    @Test
    void itIsToldHowMuchThereIsOfWhatIsWaitedForUntilThatIsOver() throws Exception {
        patient = true;
        others = 400;
        usable = 500;
        var waiting = CompletableFuture.supplyAsync(() -> reserve(0, 800), OWN_THREAD);
        until(() -> !waitedFor.isEmpty());
        assertThat(waiting).isNotDone();
        assertThat(waitedFor).containsOnly("400 of 800");

        usable = 900;
        waiting.get(10, TimeUnit.SECONDS).close();

        assertThat(waitedFor).last().isEqualTo("800 of 800");
    }

    @Test
    void nobodyWaitsForEver() throws Exception {
        patient = true;
        others = 400;
        usable = 500;
        var waiting = CompletableFuture.runAsync(() -> reserve(0, 800), OWN_THREAD);
        until(() -> !waitedFor.isEmpty());
        assertThat(waiting).isNotDone();

        nanos.addAndGet(FreeSpace.PATIENCE.toNanos() + 1);

        assertFails(FailureCode.NO_SPACE, () -> {
            try {
                waiting.join();
            } catch (CompletionException e) {
                throw (RuntimeException) e.getCause();
            }
        });
        usable = 900;
        assertThatCode(() -> reserve(0, 800)).as("nothing is left of it").doesNotThrowAnyException();
    }

    @Test
    void whatIsGivenBackIsForConversionsFirst() throws Exception {
        patient = true;
        others = 400;
        usable = 500;
        var conversion =
                CompletableFuture.supplyAsync(() -> space.reserve(0, 700, Purpose.CONVERSION, neighbours), OWN_THREAD);
        until(() -> !waitedFor.isEmpty());
        var download = CompletableFuture.supplyAsync(() -> reserve(0, 150), OWN_THREAD);
        assertThatThrownBy(() -> download.get(1_300, TimeUnit.MILLISECONDS))
                .as("there is enough for it")
                .isInstanceOf(TimeoutException.class);

        usable = 800;

        Staging.Reservation converting = conversion.get(10, TimeUnit.SECONDS);
        converting.written(700);
        usable = 250;
        download.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoeverIsStoppedWaitsNoLonger() {
        patient = true;
        others = 400;
        usable = 500;
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> reserve(0, 800)).isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void thoseWhoHoldSpaceAndWaitForMoreDoNotWaitForEachOther() throws Exception {
        patient = true;
        Staging.Reservation one = reserve(0, 400);
        Staging.Reservation two = reserve(0, 400);
        var waiting = CompletableFuture.runAsync(() -> one.resize(600), OWN_THREAD);
        until(() -> !waitedFor.isEmpty());
        assertThat(waiting).isNotDone();

        assertFails(FailureCode.NO_SPACE, () -> two.resize(600));

        two.close();
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void downloadsLeaveFreeWhatConversionsNeed() {
        kept = 500;

        assertThatCode(() -> reserve(0, 400)).doesNotThrowAnyException();
        assertFails(FailureCode.NO_SPACE, () -> reserve(0, 1));
        kept = 901;
        assertThatCode(() -> reserve(0, 1)).as("it could never have it").doesNotThrowAnyException();
    }

    /** It is written meanwhile. */
    @Test
    void whatGrowsBeyondItsPromiseDoesNotWait() {
        patient = true;
        others = 400;
        usable = 500;
        Staging.Reservation growing = space.reserve(0, 400, Purpose.CONVERSION, neighbours);

        assertFails(FailureCode.NO_SPACE, () -> growing.resize(500));
    }

    @Test
    void whatBeginsAnewIsLookedAtAnew() {
        Staging.Reservation promised = reserve(0, 900);
        promised.written(800);
        promised.written(0);
        usable = MARGIN / 2 - 1;

        assertFails(FailureCode.NO_SPACE, () -> promised.written(MARGIN));
    }

    /** Its conversion may need what this one waits for. */
    @Test
    void noConversionWaitsForADownload() {
        patient = true;
        reserve(0, 500);

        assertFails(FailureCode.NO_SPACE, () -> space.reserve(0, 500, Purpose.CONVERSION, neighbours));
    }

    /** Whoever is not patient: hours pass with every look at the clock. */
    private long nanos() {
        return patient ? nanos.get() : nanos.addAndGet(Duration.ofHours(2).toNanos());
    }

    private Staging.Reservation reserve(long held, long bytes) {
        return space.reserve(held, bytes, Purpose.DOWNLOAD, neighbours);
    }
}
