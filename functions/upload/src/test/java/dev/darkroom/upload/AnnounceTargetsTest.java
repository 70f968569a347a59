package dev.darkroom.upload;

import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.events.testing.Threads.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.upload.testing.FakeTarget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnounceTargetsTest {
    private final RecordingBus bus = new RecordingBus();
    private final FakeTarget one = new FakeTarget("one", null);
    private final FakeTarget two = new FakeTarget("two", null);
    private final CountDownLatch gate = new CountDownLatch(1);
    private AnnounceTargets announcing;

    @AfterEach
    void stop() {
        announcing.stop();
    }

    @Test
    void aTargetThatHangsHoldsUpNoOther() throws InterruptedException {
        one.whileListing(this::awaitGate);
        start(List.of(one, two));
        until(() -> seen().contains(two.name()));
        gate.countDown();
        until(() -> seen().contains(one.name()));

        assertThat(bus.published())
                .containsExactlyInAnyOrder(
                        one.announce(),
                        one.announce().seeing(List.of(), null),
                        two.announce(),
                        two.announce().seeing(List.of(), null));
        assertThat(announcing.said(one.name())).contains(one.announce().seeing(List.of(), null));
    }

    /** Each list is long, and all are due at the start; that a target can be used is said before. */
    @Test
    void ofManyTargetsNoMoreThanTwoAreListedAtATime() throws InterruptedException {
        var listed = new AtomicInteger();
        var most = new AtomicInteger();
        List<FakeTarget> many = IntStream.range(0, 10)
                .mapToObj(n -> {
                    var target = new FakeTarget("cloud_" + n, null);
                    target.whileListing(() -> {
                        most.accumulateAndGet(listed.incrementAndGet(), Math::max);
                        awaitGate();
                        listed.decrementAndGet();
                    });
                    return target;
                })
                .toList();
        start(many);

        until(() -> bus.published().size() == many.size());
        until(() -> listed.get() == AnnounceTargets.LISTS_AT_ONCE);
        Thread.sleep(200);
        gate.countDown();

        until(() -> seen().size() == many.size());
        assertThat(most).hasValue(AnnounceTargets.LISTS_AT_ONCE);
    }

    @Test
    void whetherATargetCanBeUsedIsSaidWhileItIsListed() throws InterruptedException {
        one.whileListing(this::awaitGate);
        start(List.of(one));
        until(() -> bus.published().size() == 1);

        assertThat(CompletableFuture.supplyAsync(announcing.over(one.name())::announce, OWN_THREAD))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(true);
        assertThat(seen()).isEmpty();
        gate.countDown();
        until(() -> seen().contains(one.name()));
    }

    @Test
    void aTargetThatIsDoubtedIsAskedAtOnce() throws InterruptedException {
        start(List.of(one));
        until(() -> seen().contains(one.name()));

        one.problem(new Problem(FailureCode.TARGET_UNAVAILABLE, "it is away"));
        announcing.over(one.name()).recheck();

        until(() -> bus.published().getLast().equals(one.announce()));
        assertThat(announcing.over(one.name()).isKnownUsable()).isFalse();
    }

    @Test
    void aStopEndsThemQuietly() throws InterruptedException {
        var listing = new FakeTarget("listing", null);
        var waiting = new FakeTarget("waiting", null);
        try (var log = new RecordingLog(TargetWatch.class)) {
            listing.whileListing(this::awaitGate);
            start(List.of(listing, waiting));
            until(() -> seen().contains(waiting.name()));
            until(() -> bus.published().contains(listing.announce()));
            announcing.stop();
            until(() -> !isWatched(listing) && !isWatched(waiting));

            assertThat(log.heard()).extracting(LogRecord::getLevel).containsOnly(Level.INFO);
            assertThat(seen()).containsExactly(waiting.name());
        }
    }

    private static boolean isWatched(Target target) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().equals("target-" + target.name()));
    }

    private void start(List<FakeTarget> targets) {
        announcing = new AnnounceTargets(new Targets(targets), bus, Duration.ofSeconds(30), System::nanoTime);
        announcing.start();
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", e);
        }
    }

    /** Those of which it was said which images are there. */
    private List<TargetName> seen() {
        return bus.published(TargetAnnounced.class).stream()
                .filter(each -> each.images() != null)
                .map(TargetAnnounced::target)
                .toList();
    }
}
