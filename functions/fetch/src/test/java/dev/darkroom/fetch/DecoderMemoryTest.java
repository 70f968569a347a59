package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.fetch.testing.Codec;
import dev.darkroom.fetch.testing.Served;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several images that are to be unpacked at the same time, and the memory that they take together. */
class DecoderMemoryTest extends DownloadCase {
    private final AtomicInteger unpacking = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Fetches one image under that many keys at once. */
    private void fetch(int images, byte[] compressed) throws Exception {
        origin.on("/disk", Served.file(compressed));
        FetchImage step = fetching.step();
        try (var threads = Executors.newFixedThreadPool(images)) {
            List<Future<ImageFetched>> fetched = IntStream.range(0, images)
                    .mapToObj(number -> threads.submit(() -> step.fetch(numbered(number))))
                    .toList();
            for (Future<ImageFetched> each : fetched) {
                assertThat(each.get().virtualSize()).isPositive();
            }
        }
    }

    private ImageRequested numbered(int number) {
        ImageRequested one = request(origin.url("/disk"));
        return new ImageRequested(new ImageKey("disk_" + number), one.spec(), one.formats(), one.updates(), 0, null);
    }

    @Test
    void decodersWithADictionaryWaitForEachOther() throws Exception {
        fetching.progress = (key, activity, done, total) -> {
            if (activity.equals("decompressing")) {
                most.accumulateAndGet(unpacking.incrementAndGet(), Math::max);
                LockSupport.parkNanos(100_000_000);
                unpacking.decrementAndGet();
            }
        };

        fetch(3, Codec.XZ.compress(IMAGE));

        assertThat(most).hasValue(1);
    }

    @Test
    void decodersWithoutOneDoNot() throws Exception {
        var together = new CyclicBarrier(4);
        fetching.progress = (key, activity, done, total) -> {
            if (activity.equals("decompressing")) {
                try {
                    together.await(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        };

        fetch(4, Codec.GZIP.compress(IMAGE));

        assertThat(together.getNumberWaiting()).isZero();
    }

    /** It is nothing that the origin could do faster. */
    @Test
    void whoWaitsForItHasNoLessTime() throws Exception {
        SourceUri source = SourceUri.parse(origin.url("/disk"));
        Deadline far = Deadline.in(Duration.ofMinutes(1), "come back later");
        Deadline near = Deadline.in(Duration.ofSeconds(2), "come back later");
        var memory = new DecoderMemory(ByteSize.ofMiB(32));

        try (var threads = Executors.newSingleThreadExecutor()) {
            var waiting = new ArrayList<Future<?>>();
            memory.inTurn(source, far, () -> {
                waiting.add(threads.submit(
                        () -> memory.inTurn(source, near, () -> near.require(source, Duration.ZERO))));
                LockSupport.parkNanos(2_500_000_000L);
                assertThat(waiting.getFirst()).isNotDone();
            });
            assertThat(waiting.getFirst()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void whoIsInterruptedMeanwhileIsNoFailureOfTheImage() {
        SourceUri source = SourceUri.parse(origin.url("/disk"));
        var memory = new DecoderMemory(ByteSize.ofMiB(32));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> memory.inTurn(source, Deadline.in(Duration.ofMinutes(1), "come back later"), () -> {}))
                .isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
