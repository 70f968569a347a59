package dev.darkroom.upload.openstack.http;

import dev.darkroom.events.Texts;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The HTTP of one cloud: its certificates, and the patience that we have with it. Questions go through the JDK's client, which
 * keeps connections, and ends when nobody refers to it any more, as idle threads do; see {@link UploadConnection} for bytes.
 */
public final class CloudHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** A thousand images with many properties fit. */
    private static final int LARGEST_ANSWER = 32 << 20;

    /** How often patience is asked for, in nanoseconds: it changes with what has been sent. */
    private static final long LOOK = Duration.ofMillis(500).toNanos();

    /** How long an answer may take to be read that a service gave before it stopped taking bytes, in nanoseconds. */
    private static final long LAST_WORD = Duration.ofSeconds(5).toNanos();

    /** What a service says of an image before it has it all: access, quota and size, a state that takes no bytes. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 409, 410, 413);

    private final Timeouts timeouts;
    private final SSLContext trust;
    private final ExecutorService threads;
    private final HttpClient client;

    public CloudHttp(CloudSettings settings, Timeouts timeouts) {
        this.timeouts = timeouts;
        trust = Trust.context(settings);
        threads = Executors.newCachedThreadPool(Thread.ofPlatform()
                .daemon()
                .name("cloud-" + settings.name() + "-", 0)
                .factory());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(trust)
                .executor(threads)
                .build();
    }

    /** Asks. The JDK's client asks again by itself when the connection breaks and the question changes nothing. */
    Reply ask(HttpRequest request) throws IOException {
        long start = System.nanoTime();
        HttpResponse<byte[]> response = await(
                client.sendAsync(request, head -> new LimitedBody(LARGEST_ANSWER)),
                () -> timeouts.answer().toNanos() - (System.nanoTime() - start),
                () -> "it did not answer within " + Texts.of(timeouts.answer()));
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new Reply(request.method(), request.uri(), response.statusCode(), headers, response.body());
    }

    /** Sends a body that may be of any length. Never twice: what has become of the first is not known. */
    Reply upload(String method, URI uri, Map<String, String> headers, StreamBody body) throws IOException {
        try (var connection = new UploadConnection(trust, LARGEST_ANSWER)) {
            Reply reply = await(
                    threads.submit(() -> connection.send(method, uri, headers, body, CONNECT)),
                    () -> patience(body, connection),
                    () -> body.taken()
                            ? "it took every byte and did not answer within " + Texts.of(timeouts.store())
                            : stalled());
            if (connection.isStopped() && !REFUSALS.contains(reply.status())) {
                throw new GaveUp(stalled() + ", and then answered " + reply.status());
            }
            if (reply.isSuccess() && !body.taken()) {
                throw new GaveUp("it answered " + reply.status() + " before it had every byte");
            }
            return reply;
        }
    }

    private String stalled() {
        return "it took no byte for " + Texts.of(timeouts.stall());
    }

    private long patience(StreamBody body, UploadConnection connection) {
        if (body.taken()) {
            return timeouts.store().toNanos() - body.idle();
        }
        long left = timeouts.stall().toNanos() - body.idle();
        if (left <= 0) {
            connection.stopSending();
            left += LAST_WORD;
        }
        return left;
    }

    private static <T> T await(Future<T> answer, LongSupplier nanosLeft, Supplier<String> words) throws IOException {
        try {
            while (true) {
                long left = nanosLeft.getAsLong();
                if (left <= 0) {
                    throw new GaveUp(words.get());
                }
                try {
                    return answer.get(Math.min(left, LOOK), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    // Bytes may have moved meanwhile, or the last one may have gone: ask again what is left.
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException ours) {
                throw ours;
            }
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("stopped")); // By us: no trouble of the cloud's.
        } finally {
            answer.cancel(true);
        }
    }

    /** We ended it ourselves; the message says why. */
    static final class GaveUp extends IOException {
        GaveUp(String message) {
            super(message);
        }
    }
}
