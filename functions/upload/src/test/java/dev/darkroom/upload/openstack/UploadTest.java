package dev.darkroom.upload.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.openstack.http.Timeouts;
import dev.darkroom.upload.openstack.testing.Connected;
import dev.darkroom.upload.openstack.testing.FakeCloud;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How bytes are sent, and what becomes of it when the other side misbehaves. */
class UploadTest {
    private static final ImageId ID = ImageId.of(new ImageKey("debian_12"), 0);
    private static final String PUT = "PUT /v2/images/" + ID + "/file";

    @TempDir
    private Path directory;

    private Path file;
    private final List<Long> sent = new ArrayList<>();
    private final FakeCloud cloud = new FakeCloud();
    private final OpenStackImages images = Connected.to(cloud.settings());

    @BeforeEach
    void bytes() throws IOException {
        var bytes = new byte[8 << 20];
        new Random(7).nextBytes(bytes);
        file = Files.write(directory.resolve("image.raw"), bytes);
    }

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 3_000_000})
    void exactlyTheBytesOfTheFileArriveAndAreHashed(int size) throws Exception {
        Path part = Files.write(directory.resolve("part"), new byte[size]);
        var arrived = new MessageDigest[] {Digest.Algorithm.SHA512.newHash()};
        cloud.on(PUT, (request, out) -> {
            arrived[0].update(request.in().readNBytes(size));
            FakeCloud.send(out, 204, "");
        });

        Digest digest = images.upload(ID, part, null, sent::add);

        assertThat(digest).isEqualTo(Digest.of(Digest.Algorithm.SHA512, arrived[0].digest()));
        assertThat(sent.isEmpty() ? 0 : sent.getLast()).isEqualTo(size);
        assertThat(sent).isSorted();
        assertThat(cloud.requests().getLast().headers())
                .containsEntry("Content-Length", String.valueOf(size))
                .containsEntry("x-openstack-image-size", String.valueOf(size))
                .containsEntry("Content-Type", "application/octet-stream")
                .containsEntry("X-Auth-Token", "token-1")
                .doesNotContainKey("Transfer-Encoding");
    }

    @Test
    void aHashThatIsKnownIsNotComputedAgain() throws Exception {
        Path part = Files.write(directory.resolve("part"), new byte[1000]);
        Digest known = Digest.of(Digest.Algorithm.SHA512, new byte[64]);
        cloud.on(PUT, FakeCloud.status(204));

        assertThat(images.upload(ID, part, known, sent::add)).isEqualTo(known);
        assertThat(cloud.requests().getLast().length()).isEqualTo(1000);
        assertThat(sent.getLast()).isEqualTo(1000);
    }

    @Test
    void memoryDoesNotGrowWithTheImage() throws Exception {
        long size = 3 * Runtime.getRuntime().maxMemory();
        assertThat(size).as("the build's small heap").isLessThan(1L << 30);
        stretch(size);
        cloud.on(PUT, FakeCloud.status(204));

        assertThat(images.upload(ID, file, null, n -> {})).isEqualTo(Artifact.digest(file, Digest.Algorithm.SHA512));
        assertThat(cloud.requests().getLast().length()).isEqualTo(size);
    }

    @Test
    void aConnectionThatIsResetIsAFailureAndNothingIsSentAgain() {
        cloud.on(PUT, FakeCloud.resetAfter(4 << 20));

        FailureException failure = Connected.failure(() -> images.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("cloud fake: the image service: the connection broke");
        assertThat(cloud.requests(PUT)).isEqualTo(1);
    }

    @Test
    void aServiceThatTakesNothingMoreIsLeft() {
        cloud.on(PUT, FakeCloud.silentAfter(100_000));
        stretch(256L << 20); // More than waits in the sockets' buffers.

        var strict = Connected.impatient(cloud.settings(), Connected.SHORT_STALL);
        FailureException failure = Connected.failure(() -> strict.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("it took no byte for 500 ms");
    }

    @Test
    void aServiceThatHasEveryByteAndSaysNothingIsLeftLater() {
        cloud.on(PUT, FakeCloud.silentAfter(8 << 20));

        var strict = Connected.impatient(cloud.settings(), Connected.SHORT_STORE);
        FailureException failure = Connected.failure(() -> strict.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("it took every byte and did not answer within 500 ms");
    }

    @Test
    void aSlowServiceIsWaitedForAsLongAsItTakesSomething() {
        cloud.on(PUT, (request, out) -> {
            for (int i = 0; i < 16; i++) {
                request.in().skipNBytes(512 << 10);
                Thread.sleep(200);
            }
            FakeCloud.send(out, 204, "");
        });

        var twoSeconds = Duration.ofSeconds(2);
        var strict = Connected.impatient(cloud.settings(), new Timeouts(twoSeconds, twoSeconds, Duration.ofMinutes(1)));
        strict.upload(ID, file, null, sent::add);

        assertThat(sent.getLast()).isEqualTo(8 << 20);
    }

    /** The bytes are as they were. */
    @Test
    void aStopIsNoTroubleOfTheBytes() {
        images.projectId();
        cloud.on(PUT, FakeCloud.silentAfter(0));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> images.upload(ID, file, null, sent::add)).isInstanceOf(UncheckedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aRefusalBeforeTheLastByteIsHeard() {
        cloud.on(
                PUT,
                FakeCloud.early(
                        413, "<html><head><title>413</title></head><body><h1>413</h1>over quota</body></html>"));

        FailureException failure = Connected.failure(() -> images.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.QUOTA_EXCEEDED);
        assertThat(failure).hasMessageContaining(": over quota (raise the project's quota");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 409, 410})
    void anImageThatDoesNotTakeTheBytesIsToBeLookedAtAgain(int status) {
        cloud.on(PUT, FakeCloud.early(status, "{\"message\": \"no\"}"));

        FailureException failure = Connected.failure(() -> images.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_CONFLICT);
    }

    @Test
    void aFullStoreIsNotTheProjectsQuotaAndPasses() {
        cloud.on(PUT, FakeCloud.early(413, "{\"message\": \"Image storage media is full: No space left\"}"));

        FailureException failure = Connected.failure(() -> images.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("is full").hasMessageNotContaining("quota");
    }

    @Test
    void soIsTheRefusalOfAServiceThatReadsNoneOfItAndStays() {
        cloud.on(PUT, FakeCloud.early(413, "{\"message\": \"over quota\"}", Duration.ofMinutes(1)));
        stretch(256L << 20); // More than waits in the sockets' buffers.

        var strict = Connected.impatient(cloud.settings(), Connected.SHORT_STALL);
        FailureException failure = Connected.failure(() -> strict.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.QUOTA_EXCEEDED);
    }

    @Test
    void whatItSaysOfABodyThatWeCutIsNotItsWordOnTheImage() {
        cloud.on(PUT, (request, out) -> {
            Thread.sleep(1_000); // Until its stall is noticed.
            request.in().transferTo(OutputStream.nullOutputStream());
            FakeCloud.send(out, 400, "{\"message\": \"the body was cut\"}");
        });
        stretch(256L << 20);

        var strict = Connected.impatient(cloud.settings(), Connected.SHORT_STALL);
        FailureException failure = Connected.failure(() -> strict.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("it took no byte for 500 ms, and then answered 400");
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToIt() {
        cloud.on(PUT, (request, out) -> {
            request.in().skipNBytes(request.length());
            var line = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
            out.write("HTTP/1.1 204 No Content\r\nX-Endless: ".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 64 * 1024; i++) {
                out.write(line);
            }
        });

        FailureException failure = Connected.failure(() -> images.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasStackTraceContaining("Maximum line length limit exceeded");
    }

    @Test
    void aSuccessBeforeTheLastByteIsNone() {
        cloud.on(PUT, FakeCloud.early(204, ""));

        FailureException failure = Connected.failure(() -> images.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(failure).hasMessageContaining("it answered 204 before it had every byte");
    }

    @Test
    void anImageThatIsNotQueuedIsAConflict() {
        cloud.on(PUT, FakeCloud.json(409, "{\"message\": \"not queued\"}"));

        assertThat(Connected.failure(() -> images.upload(ID, file, null, sent::add))
                        .code())
                .isEqualTo(FailureCode.IMAGE_CONFLICT);
    }

    @Test
    void aTokenThatIsNoLongerTakenIsRenewedAndEveryByteSentAgain() throws Exception {
        cloud.on(PUT, FakeCloud.status(401), FakeCloud.status(204));

        Digest digest = images.upload(ID, file, null, sent::add);

        assertThat(digest).isEqualTo(Artifact.digest(file, Digest.Algorithm.SHA512));
        assertThat(cloud.requests(PUT)).isEqualTo(2);
        assertThat(cloud.requests().getLast().headers()).containsEntry("X-Auth-Token", "token-2");
    }

    @Test
    void bytesThatAreGoneAreTheirOwnFailure() throws IOException {
        Files.delete(file);

        FailureException failure = Connected.failure(() -> images.upload(ID, file, null, sent::add));

        assertThat(failure.code()).isEqualTo(FailureCode.STAGED_BYTES_MISSING);
        assertThat(cloud.requests(PUT)).isZero();
    }

    @Test
    void soAreBytesThatGoWhileTheyAreSent() {
        cloud.on(PUT, FakeCloud.status(204));
        var cut = new AtomicLong();

        FailureException failure = Connected.failure(() -> images.upload(ID, file, null, n -> {
            if (cut.getAndSet(n) == 0) {
                stretch(1 << 20);
            }
        }));

        assertThat(failure.code()).isEqualTo(FailureCode.STAGED_BYTES_MISSING);
        assertThat(failure).hasMessageContaining("can no longer be read");
    }

    private void stretch(long length) {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
