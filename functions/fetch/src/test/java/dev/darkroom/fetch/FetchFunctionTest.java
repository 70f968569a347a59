package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static dev.darkroom.events.testing.Threads.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.staging.KeyGuard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests that come while the image is being fetched: a download may take longer than the registry waits. */
class FetchFunctionTest extends DownloadCase {
    private final RecordingBus bus = new RecordingBus();
    private final CountDownLatch released = new CountDownLatch(1);
    private FetchFunction function;

    @BeforeEach
    void start() {
        function = new FetchFunction(fetching.step(), bus, new KeyGuard(), fetching.meters);
    }

    private ImageRequested request(int attempt, DiskFormat... formats) {
        return new ImageRequested(KEY, proven().spec(), List.of(formats), Map.of(), attempt, null);
    }

    /** It is under way, and stops half the way. */
    private CompletableFuture<Void> fetchesSlowly() throws InterruptedException {
        var first = CompletableFuture.runAsync(() -> function.fetch(request(0, DiskFormat.RAW)), OWN_THREAD);
        until(() -> fetching.downloaded() > 0);
        return first;
    }

    private CompletableFuture<Void> fetch(ImageRequested request) {
        return CompletableFuture.runAsync(() -> function.fetch(request), OWN_THREAD);
    }

    @Test
    void theyTakeNobodysPlaceAndTheLastOfThemIsAnswered() throws Exception {
        origin.on("/disk", GOOD.stopAfter(HALF, released));
        var first = fetchesSlowly();

        assertThat(fetch(request(1, DiskFormat.RAW))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(fetch(request(2, DiskFormat.RAW, DiskFormat.QCOW2))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(bus.published()).isEmpty();
        released.countDown();

        assertThat(first).succeedsWithin(Duration.ofSeconds(20));
        assertThat(bus.published(ImageFetched.class))
                .extracting(ImageFetched::attempt)
                .containsExactly(0, 2);
        assertThat(bus.published(ImageFetched.class).getLast().formats())
                .containsExactly(DiskFormat.RAW, DiskFormat.QCOW2);
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void theyAreTriedWhereTheFirstFails() throws Exception {
        origin.on("/disk", GOOD.stopAfter(HALF, released).cutAfter(HALF + 1), FakeOrigin.status(404), GOOD);
        var first = fetchesSlowly();
        assertThat(fetch(request(1, DiskFormat.RAW))).succeedsWithin(Duration.ofSeconds(20));
        released.countDown();

        assertThat(first).succeedsWithin(Duration.ofSeconds(20));
        assertThat(bus.published())
                .satisfiesExactly(
                        failed -> assertThat(((ImageFailed) failed).code()).isEqualTo(FailureCode.ORIGIN_NOT_FOUND),
                        fetched ->
                                assertThat(((ImageFetched) fetched).attempt()).isEqualTo(1));
    }

    @Test
    void anEventThatIsNotAcknowledgedLeavesNobodyShutOut() throws Exception {
        origin.on("/disk", GOOD.stopAfter(HALF, released));
        var first = fetchesSlowly();
        assertThat(fetch(request(1, DiskFormat.RAW))).succeedsWithin(Duration.ofSeconds(20));
        bus.refuseNext(1);
        released.countDown();
        assertThat(first).failsWithin(Duration.ofSeconds(20));

        function.fetch(request(0, DiskFormat.RAW));

        assertThat(bus.published()).map(Event::subject).containsExactly(KEY.value());
    }
}
