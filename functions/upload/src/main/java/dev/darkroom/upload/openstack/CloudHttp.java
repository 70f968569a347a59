package dev.darkroom.upload.openstack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The HTTP client of one cloud: its certificates, and the patience that we have with it. */
final class CloudHttp implements AutoCloseable {
    /** A thousand images with many properties fit. */
    private static final long LARGEST_ANSWER = 32L << 20;

    /** How often patience is asked for, in nanoseconds: it changes with what has been sent. */
    private static final long LOOK = Duration.ofMillis(500).toNanos();

    private final OpenStackImages.Options options;
    private final ExecutorService threads;
    private final HttpClient client;

    CloudHttp(CloudSettings settings, OpenStackImages.Options options) {
        this.options = options;
        threads = Executors.newCachedThreadPool(Thread.ofPlatform()
                .daemon()
                .name("cloud-" + settings.name() + "-", 0)
                .factory());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(Trust.context(settings))
                .executor(threads)
                .build();
    }

    /** Asks. The JDK's client asks again by itself when the connection breaks and the question changes nothing. */
    HttpResponse<byte[]> ask(HttpRequest request) throws IOException {
        long start = System.nanoTime();
        return send(
                request,
                () -> options.answerTimeout().toNanos() - (System.nanoTime() - start),
                () -> "it did not answer within " + words(options.answerTimeout()));
    }

    /** Sends a body that may be of any length. Never twice: what has become of the first is not known. */
    HttpResponse<byte[]> upload(HttpRequest request, StreamBody body) throws IOException {
        HttpResponse<byte[]> response = send(
                request,
                () -> patience(body),
                () -> body.taken()
                        ? "it took every byte and did not answer within " + words(options.storeTimeout())
                        : "it took no byte for " + words(options.stallTimeout()));
        if (response.statusCode() < 300 && !body.taken()) {
            throw new GaveUp("it answered " + response.statusCode() + " before it had every byte");
        }
        return response;
    }

    private long patience(StreamBody body) {
        return (body.taken() ? options.storeTimeout() : options.stallTimeout()).toNanos() - body.idle();
    }

    private HttpResponse<byte[]> send(HttpRequest request, LongSupplier nanosLeft, Supplier<String> words)
            throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new LimitedBody(LARGEST_ANSWER));
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
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("we were stopped while it worked");
        } finally {
            answer.cancel(true);
        }
    }

    private static String words(Duration duration) {
        return duration.toMillis() < 1_000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    /** We ended it ourselves; the message says why. */
    static final class GaveUp extends IOException {
        GaveUp(String message) {
            super(message);
        }
    }
}
