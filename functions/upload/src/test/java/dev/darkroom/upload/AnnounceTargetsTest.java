package dev.darkroom.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.upload.testing.FakeTarget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnnounceTargetsTest {
    private static final Duration PROBE = Duration.ofSeconds(30);
    private static final Problem AWAY = new Problem(FailureCode.TARGET_UNAVAILABLE, "it is away");

    private final RecordingBus bus = new RecordingBus();
    private final FakeTarget one = new FakeTarget("one", null);
    private final FakeTarget two = new FakeTarget("two", null);
    private final ArrayDeque<Runnable> work = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();
    private final AnnounceTargets announcing =
            new AnnounceTargets(new Targets(List.of(one, two)), bus, PROBE, (delay, later) -> {
                delays.add(delay);
                work.add(later);
            });

    @Test
    void everyTargetIsAnnouncedAtStart() {
        announcing.start();
        runAll();

        assertThat(bus.published()).containsExactly(one.announce(), two.announce());
        assertThat(work).isEmpty();
    }

    @Test
    void oneThatIsIllIsSaidSoOnceAndLookedAtUntilItIsWell() {
        one.ill(AWAY);
        announcing.start();
        runAll();
        runAll();
        runAll();
        assertThat(problems()).containsExactly("one it is away", "two well");
        assertThat(delays).containsExactly(Duration.ZERO, Duration.ZERO, PROBE, PROBE, PROBE);

        one.ill(null);
        runAll();

        assertThat(problems()).containsExactly("one it is away", "two well", "one well");
        assertThat(work).isEmpty();
    }

    @Test
    void oneThatBecomesIllLaterIsSaidSoWhenItIsDoubted() {
        announcing.start();
        runAll();
        announcing.doubt(two);
        runAll();
        assertThat(bus.published()).hasSize(2);

        two.ill(AWAY);
        announcing.doubt(two);
        announcing.doubt(two);
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
        assertThat(problems()).containsExactly("two well");

        runAll();

        assertThat(problems()).containsExactly("two well", "one well");
        assertThat(work).isEmpty();
    }

    @Test
    void aDefectOfOneTargetHoldsUpNoOther() {
        one.broken(new IllegalStateException("a defect"));
        announcing.start();
        runAll();
        assertThat(problems()).containsExactly("two well");

        one.broken(null);
        runAll();

        assertThat(problems()).containsExactly("two well", "one well");
    }

    private void runAll() {
        for (int due = work.size(); due > 0; due--) {
            Objects.requireNonNull(work.poll()).run();
        }
    }

    private List<String> problems() {
        return bus.published(TargetAnnounced.class).stream()
                .map(each -> each.target() + " "
                        + (each.problem() == null ? "well" : each.problem().message()))
                .toList();
    }
}
