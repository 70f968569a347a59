package dev.darkroom.cli.sync;

import static dev.darkroom.cli.sync.Published.EVENT;
import static dev.darkroom.cli.sync.Published.READ;
import static dev.darkroom.cli.sync.Published.SOMEBODY_ELSES;
import static dev.darkroom.cli.sync.Published.part;
import static dev.darkroom.cli.sync.Published.view;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.cli.ask.Deadline;
import dev.darkroom.cli.ask.FakeDarkroom;
import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Outage;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwaitAdmissionTest {
    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final HttpRegistry registry = darkroom.registry();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger said = new AtomicInteger();

    @BeforeEach
    void takenByTheBus() {
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        notAdmitted();
    }

    @AfterEach
    void close() {
        registry.close();
        darkroom.close();
    }

    @Test
    void returnsWhenTheRegistryHasAdmittedIt() throws Exception {
        var publishing = publish();
        awaitPublished();
        assertThat(publishing).isNotDone();

        admitted(1, EVENT.id().toString());

        assertThat(publishing.get(10, SECONDS)).isEmpty();
        assertThat(darkroom.asked())
                .contains("POST /catalogues {\"catalogue\":\"c\",\"part\":0,\"defaults\":{},"
                        + "\"images\":{\"a\":{\"name\":\"a\"}},\"aliases\":{},\"wiring\":{}}");
    }

    @Test
    void theSameEventThatWasAdmittedLongAgoDoesNotCount() throws Exception {
        admitted(7, EVENT.id().toString());
        var publishing = publish();
        awaitPublished();
        awaitAsked(publishing);
        assertThat(publishing).isNotDone();

        admitted(8, EVENT.id().toString());

        assertThat(publishing.get(10, SECONDS)).isEmpty();
    }

    @Test
    void whoeverIsOvertakenWaitsForNobody() throws Exception {
        admitted(7, SOMEBODY_ELSES);
        var publishing = publish();
        awaitPublished();
        admitted(8, SOMEBODY_ELSES);
        awaitAsked(publishing);
        assertThat(publishing).isNotDone();

        admitted(9, SOMEBODY_ELSES);

        assertThat(publishing.get(10, SECONDS)).isEmpty();
    }

    @Test
    void whatWasRefusedIsReturned() throws Exception {
        var publishing = publish();
        awaitPublished();
        darkroom.reply(
                "/catalogues/c",
                view(part(
                        0,
                        1,
                        EVENT.id().toString(),
                        "{\"entry\":\"images.a\",\"code\":\"key-changed\",\"message\":\"no\"}")));

        assertThat(publishing.get(10, SECONDS))
                .containsExactly(new RefusedEntry("images.a", null, null, "key-changed", "no"));
    }

    @Test
    void whenTheTimeIsOverNothingIsKnownOfIt() throws Exception {
        var publishing = publish(Duration.ofMinutes(1));
        awaitPublished();
        assertThat(publishing).isNotDone();

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(publishing.get(10, SECONDS)).isEmpty();
    }

    @Test
    void whenItTakesLongThatIsSaidOnce() throws Exception {
        var publishing = publish(null);
        awaitPublished();
        awaitAsked(publishing);
        assertThat(said).hasValue(0);

        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        awaitAsked(publishing);
        nanos.addAndGet(Duration.ofHours(6).toNanos());
        awaitAsked(publishing);
        admitted(1, EVENT.id().toString());

        assertThat(publishing.get(10, SECONDS)).isPresent();
        assertThat(said).hasValue(1);
    }

    @Test
    void thatNobodyAnswersForAWhileEndsNothing() throws Exception {
        darkroom.reply("/catalogues", 503, "{\"code\":\"bus-unavailable\",\"detail\":\"\"}", Map.of());
        var publishing = publish(null);
        awaitPublished();
        awaitAsked(publishing);
        darkroom.reply("/catalogues", 202, "{}", Map.of());
        darkroom.reply("/catalogues/c", 502, "bad gateway", Map.of());
        awaitAsked(publishing);
        assertThat(publishing).isNotDone();

        admitted(1, EVENT.id().toString());

        assertThat(publishing.get(10, SECONDS)).isPresent();
    }

    @Test
    void thatNobodyAnswersForLongEndsIt() throws Exception {
        darkroom.reply("/catalogues", 503, "{\"code\":\"bus-unavailable\",\"detail\":\"\"}", Map.of());
        var publishing = publish(null);
        awaitPublished();
        awaitAsked(publishing);
        nanos.addAndGet(Outage.LONGEST.plusSeconds(1).toNanos());

        assertThatThrownBy(() -> publishing.get(10, SECONDS)).hasCauseInstanceOf(UnansweredException.class);
    }

    @Test
    void aRefusalIsNotEndured() {
        darkroom.reply("/catalogues", 403, "{\"code\":\"right-missing\",\"detail\":\"no\"}", Map.of());

        assertThatThrownBy(() -> publish(null).get(10, SECONDS)).isInstanceOf(ExecutionException.class);
    }

    private CompletableFuture<List<RefusedEntry>> publish() {
        return publish(null).thenApply(Optional::orElseThrow);
    }

    private CompletableFuture<Optional<List<RefusedEntry>>> publish(Duration atMost) {
        var outage = new Outage(Outage.LONGEST, nanos::get);
        var deadline = new Deadline(atMost, nanos::get);
        deadline.begin();
        var admission = new AwaitAdmission(registry, outage, deadline, nanos::get, said::incrementAndGet);
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return admission.admit(READ);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                OWN_THREAD);
    }

    private void awaitPublished() throws InterruptedException {
        while (darkroom.asked().stream().noneMatch(each -> each.startsWith("POST"))) {
            Thread.sleep(10);
        }
    }

    /** What was answered to the first question is dealt with when there is a second. */
    private void awaitAsked(CompletableFuture<?> publishing) throws InterruptedException {
        int before = darkroom.asked().size();
        while (darkroom.asked().size() < before + 2 && !publishing.isDone()) {
            Thread.sleep(10);
        }
    }

    private void notAdmitted() {
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
    }

    private void admitted(int revision, String event) {
        darkroom.reply("/catalogues/c", view(part(0, revision, event, "")));
    }
}
