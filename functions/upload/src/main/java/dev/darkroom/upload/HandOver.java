package dev.darkroom.upload;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does work on threads of its own when its time has come. The timer would keep to itself that one could not be started, and
 * who waits for the work would wait for ever: it is handed over again.
 */
final class HandOver implements AnnounceTargets.Later {
    private static final Logger LOG = Logger.getLogger(HandOver.class);

    private final ScheduledExecutorService timer;
    private final Executor threads;
    private final Duration again;

    /** @param again how long to wait where no thread could be started */
    HandOver(ScheduledExecutorService timer, Executor threads, Duration again) {
        this.timer = timer;
        this.threads = threads;
        this.again = again;
    }

    @Override
    public void run(Duration delay, Runnable work) {
        try {
            timer.schedule(() -> handOver(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Who was at work when the process was stopped asks for more: nobody waits for it any longer.
            if (!timer.isShutdown()) {
                throw e;
            }
        }
    }

    private void handOver(Runnable work) {
        try {
            threads.execute(work);
        } catch (OutOfMemoryError e) {
            run(again, work);
            LOG.errorf("a target is to be looked at, and there is no thread for it: %s", e.getMessage());
        }
    }
}
