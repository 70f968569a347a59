package dev.darkroom.fetch;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.fetch.Fetching.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.fetch.testing.Served;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several images that are unpacked at the same time, and the memory that they take together. */
class DecoderMemoryTest extends DownloadCase {
    private final AtomicInteger unpacking = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Fetches that many images at once, each compressed with a dictionary of so many of the 32 MiB that there are. */
    private void fetch(int images, int mebibytes) throws Exception {
        origin.on("/disk", Served.file(BombTest.xz(mebibytes)));
        fetching.decoderMemory = ByteSize.ofMiB(32);
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
    void decodersThatNeedMuchWaitForEachOther() throws Exception {
        fetching.progress = (key, activity, done, total) -> {
            if (activity.equals("decompressing")) {
                most.accumulateAndGet(unpacking.incrementAndGet(), Math::max);
                LockSupport.parkNanos(300_000_000);
                unpacking.decrementAndGet();
            }
        };

        fetch(3, 24);

        assertThat(most).hasValue(1);
    }

    @Test
    void decodersThatNeedLittleDoNot() throws Exception {
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

        fetch(4, 6);

        assertThat(together.getNumberWaiting()).isZero();
    }

    @Test
    void whoDoesNotGetItInTimeIsAskedForAgain() {
        SourceUri source = SourceUri.parse(origin.url("/disk"));
        Deadline far = Deadline.in(Duration.ofMinutes(1), "come back later");
        var memory = new DecoderMemory(ByteSize.ofMiB(32));

        try (var taken = memory.quarter(source, far)) {
            memory.quarter(source, far).close();
            FailureException e = assertFails(
                    FailureCode.ORIGIN_UNAVAILABLE,
                    () -> memory.whole(source, Deadline.in(Duration.ofMillis(20), "come back later")));
            assertThat(e).hasMessageContaining("come back later");
        }

        memory.whole(source, far).close();
    }

    @Test
    void whoIsInterruptedMeanwhileIsNoFailureOfTheImage() {
        SourceUri source = SourceUri.parse(origin.url("/disk"));
        var memory = new DecoderMemory(ByteSize.ofMiB(32));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> memory.whole(source, Deadline.in(Duration.ofMinutes(1), "come back later")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
