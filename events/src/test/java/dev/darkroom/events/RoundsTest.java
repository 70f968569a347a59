package dev.darkroom.events;

import static dev.darkroom.events.testing.Threads.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundsTest {
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final AtomicInteger done = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class, NoClassDefFoundError.class})
    void nothingThatGoesWrongIsTheEnd(Class<? extends Throwable> failure) throws Exception {
        Throwable thrown = failure.getConstructor().newInstance();
        var rounds = new Rounds("rounds", PAUSE, () -> {
            done.incrementAndGet();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        });

        rounds.start();

        until(() -> done.get() > 1);
        rounds.interrupt();
        until(rounds::isOver);
    }

    @Test
    void whoIsStoppedWhileHeWaitsBeginsNoOther() throws InterruptedException {
        var rounds = new Rounds("rounds", Duration.ofHours(1), done::incrementAndGet);
        rounds.start();

        rounds.stop();

        until(rounds::isOver);
        assertThat(done).hasValue(0);
    }

    @Test
    void theRoundThatIsUnderWayIsInterruptedOnlyWhereThatIsSaid() throws InterruptedException {
        var goOn = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        var rounds = new Rounds("rounds", () -> {
            done.incrementAndGet();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
        rounds.start();
        until(() -> done.get() == 1);

        rounds.stop();
        rounds.awaitEnd(Duration.ofMillis(50));
        assertThat(rounds.isStopped()).isTrue();
        assertThat(rounds.isOver()).isFalse();

        rounds.interrupt();
        until(rounds::isOver);
        assertThat(interrupted).isTrue();
        assertThat(done).hasValue(1);
    }
}
