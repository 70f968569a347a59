package dev.darkroom.upload;

import dev.darkroom.events.Bus;
import dev.darkroom.events.Event;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Does several pieces of work at once. What comes of them is published by the thread that waits for them: it alone knows
 * which event it was handed, and so what caused all this.
 */
final class SideBySide {
    private final Bus bus;
    private final ExecutorService threads;

    SideBySide(Bus bus, ExecutorService threads) {
        this.bus = bus;
        this.threads = threads;
    }

    /**
     * Publishes what each of them returns when it has ended, and returns when all have.
     *
     * @throws RuntimeException what went wrong first, when the others have ended too
     */
    void run(List<Supplier<Event>> pieces) {
        if (pieces.size() == 1) {
            bus.publish(pieces.getFirst().get());
            return;
        }
        var ended = new ExecutorCompletionService<Event>(threads);
        List<Future<Event>> running =
                pieces.stream().map(piece -> ended.submit(piece::get)).toList();
        RuntimeException first = null;
        for (int left = running.size(); left > 0; left--) {
            try {
                bus.publish(ended.take().get());
            } catch (InterruptedException e) {
                running.forEach(each -> each.cancel(true));
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while images were being published", e);
            } catch (ExecutionException e) {
                first = first != null ? first : failure(e.getCause());
            } catch (RuntimeException e) {
                first = first != null ? first : e;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static RuntimeException failure(Throwable cause) {
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
