package dev.darkroom.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.ask.Deadline;
import dev.darkroom.cli.ask.FakeDarkroom;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.sync.Outcome.State;
import dev.darkroom.serve.progress.Activity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitImagesTest {
    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final List<String> shown = new ArrayList<>();

    @AfterEach
    void close() {
        darkroom.close();
    }

    @Test
    void waitsUntilNothingIsPending() throws InterruptedException {
        darkroom.reply("/progress", "[{\"key\":\"a\",\"activity\":\"downloading\",\"done\":1,\"total\":2}]");
        images("ready", "fetching");

        List<Outcome> outcomes = await(null, () -> images("ready", "failed"));

        assertThat(outcomes)
                .extracting(each -> each.key() + " " + each.target() + " " + each.state())
                .containsExactly("a cloud ready", "b cloud failed");
        assertThat(shown).containsExactly("1 of 2 pending, 1 activities", "0 of 2 pending, 1 activities");
    }

    @Test
    void whenTheTimeIsOverItReturnsWhatIsPending() throws InterruptedException {
        darkroom.reply("/progress", "[]");
        images("ready", "fetching");

        List<Outcome> outcomes = await(Duration.ofMillis(-1), () -> {});

        assertThat(outcomes).extracting(Outcome::state).containsExactly(State.READY, State.PENDING);
    }

    @Test
    void whatIsKnownIsReturnedAlsoWhereTheLastAnswerComesTooLate() throws InterruptedException {
        darkroom.reply("/progress", 502, "bad gateway", Map.of());
        images("ready", "fetching");

        List<Outcome> outcomes = await(Duration.ofMillis(-1), () -> {});

        assertThat(outcomes).extracting(Outcome::state).containsExactly(State.READY, State.PENDING);
    }

    @Test
    void aQuestionThatFailsNowAndThenEndsNothing() throws InterruptedException {
        darkroom.reply("/progress", "[]");
        images("ready", "fetching");

        List<Outcome> outcomes = await(null, () -> {
            darkroom.reply("/images", 502, "bad gateway", Map.of());
            CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS).execute(() -> images("ready", "ready"));
        });

        assertThat(outcomes).extracting(Outcome::state).containsOnly(State.READY);
    }

    /** However long a look has taken. */
    @Test
    void aRestIsNoLongerThanTheTime() throws InterruptedException {
        darkroom.reply("/progress", "[]");
        images("ready", "fetching");
        long start = System.nanoTime();

        await(
                Duration.ofSeconds(1),
                () -> {},
                () -> Duration.ofSeconds(darkroom.asked().size()).toNanos());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private List<Outcome> await(Duration atMost, Runnable afterTheFirstLook) throws InterruptedException {
        return await(atMost, afterTheFirstLook, System::nanoTime);
    }

    private List<Outcome> await(Duration atMost, Runnable afterTheFirstLook, LongSupplier nanos)
            throws InterruptedException {
        var display = new Display() {
            @Override
            public void show(List<Outcome> outcomes, List<Activity> activities) {
                long pending = outcomes.stream().filter(Outcome::pending).count();
                shown.add(pending + " of " + outcomes.size() + " pending, " + activities.size() + " activities");
                afterTheFirstLook.run();
            }

            @Override
            public void close() {}
        };
        try (var registry = darkroom.registry()) {
            var outage = new Outage(Outage.LONGEST, System::nanoTime);
            var deadline = new Deadline(atMost, System::nanoTime);
            deadline.begin();
            return new AwaitImages(registry, new Patience(3, System::nanoTime), outage, display, nanos)
                    .await(List.of("a", "b"), List.of("cloud"), deadline);
        }
    }

    private void images(String a, String b) {
        darkroom.reply("/images", "{\"a\":" + image("a", a) + ",\"b\":" + image("b", b) + "}");
    }

    private static String image(String key, String status) {
        return "{\"key\":\"" + key + "\",\"status\":\"" + status
                + "\",\"attempts\":1,\"targets\":{\"cloud\":{\"status\":\"" + status + "\"}}}";
    }
}
