package dev.darkroom.upload;

import dev.darkroom.events.Bus;
import dev.darkroom.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Does several pieces of work at once. What they publish is published by the thread that waits for them: it alone knows
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
     * Returns when all of them have ended.
     *
     * @param pieces each is given the bus to publish on
     * @throws RuntimeException what the first piece threw that failed, when the others have ended too
     */
    void run(List<Consumer<Bus>> pieces) {
        if (pieces.size() == 1) {
            pieces.getFirst().accept(bus);
            return;
        }
        BlockingQueue<Runnable> errands = new LinkedBlockingQueue<>();
        var running = new ArrayList<Future<?>>();
        var left = new int[] {pieces.size()};
        for (Consumer<Bus> piece : pieces) {
            running.add(threads.submit(() -> {
                try {
                    piece.accept(event -> runErrand(errands, event));
                } finally {
                    errands.add(() -> left[0]--);
                }
            }));
        }
        try {
            while (left[0] > 0) {
                errands.take().run();
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (InterruptedException e) {
            running.forEach(each -> each.cancel(true));
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while images were being published", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private void runErrand(BlockingQueue<Runnable> errands, Event event) {
        var errand = new FutureTask<Void>(() -> bus.publish(event), null);
        errands.add(errand);
        try {
            errand.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped before the event was published", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
