package dev.darkroom.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.upload.testing.FakeTarget;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandOverTest {
    private final AtomicInteger withoutThread = new AtomicInteger(2);

    /** It would never be announced, nor looked at again. */
    @Test
    void aTargetIsAnnouncedWhenThereIsAThreadForIt() throws Exception {
        var bus = new RecordingBus();
        var target = new FakeTarget("one", null);
        try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            var handOver = new HandOver(timer, this::execute, Duration.ofMillis(1));
            var looked = new CompletableFuture<Void>();
            AnnounceTargets.Later untilTheNextDay = (delay, work) -> {
                if (delay.equals(Duration.ZERO)) {
                    handOver.run(delay, work);
                } else {
                    looked.complete(null);
                }
            };

            new AnnounceTargets(
                            new Targets(List.of(target)),
                            bus,
                            Duration.ofSeconds(30),
                            Duration.ofDays(1),
                            untilTheNextDay)
                    .start();

            looked.get(30, TimeUnit.SECONDS);
        }
        assertThat(bus.published(TargetAnnounced.class)).contains(target.announce());
    }

    /** It would end a thread of a stopping process with a trace that looks like a defect. */
    @Test
    void workForAfterTheStopIsDropped() {
        var timer = Executors.newSingleThreadScheduledExecutor();
        var handOver = new HandOver(timer, Runnable::run, Duration.ofMillis(1));
        var done = new AtomicInteger();
        timer.shutdownNow();

        handOver.run(Duration.ZERO, done::incrementAndGet);

        assertThat(done).hasValue(0);
    }

    private void execute(Runnable work) {
        if (withoutThread.getAndDecrement() > 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        work.run();
    }
}
