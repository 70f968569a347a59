package dev.darkroom.registry.http;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what a request publishes, but not for as long as the brokers may be away: somebody waits for the answer. */
public final class PublishInTime {
    private final Duration patience;

    public PublishInTime(Duration patience) {
        this.patience = patience;
    }

    /** @return whether it has ended in time; what has not is interrupted, and may be published all the same */
    boolean run(Runnable publishing) {
        var task = new FutureTask<Void>(publishing, null);
        Thread.ofVirtual().name("publishing").start(task);
        try {
            task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped before it was published");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            task.cancel(true);
        }
    }
}
