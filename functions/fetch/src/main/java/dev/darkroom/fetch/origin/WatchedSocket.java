package dev.darkroom.fetch.origin;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A socket that is closed when what is waited for has not come for too long, or when the time for the whole is over. Its own
 * time limit begins anew with every byte: headers, a chunk's length or a record of TLS could trickle in for days.
 */
final class WatchedSocket implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WatchedSocket.class);

    private final Socket socket;
    private final Duration stall;
    private final Deadline deadline;
    private CompletableFuture<Void> alarm = CompletableFuture.completedFuture(null);
    private boolean waiting;
    private long since;
    private boolean silent;
    private boolean closed;

    /**
     * @param stall    how long one wait may take
     * @param deadline for all of them
     */
    WatchedSocket(Socket socket, Duration stall, Deadline deadline) {
        this.socket = socket;
        this.stall = stall;
        this.deadline = deadline;
        look();
    }

    Duration stall() {
        return stall;
    }

    /** Begins a wait. */
    synchronized void await() {
        waiting = true;
        since = System.nanoTime();
    }

    /** Ends it: what was waited for has come, and what we do meanwhile is no silence of the other side. */
    synchronized void heard() {
        waiting = false;
    }

    /** Whether a read or write failed because a wait took too long. */
    synchronized boolean isSilence(IOException e) {
        return silent || e instanceof SocketTimeoutException;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            alarm.complete(null);
        }
        socket.close();
    }

    private void look() {
        synchronized (this) {
            if (closed) {
                return;
            }
            long waited = waiting ? System.nanoTime() - since : 0;
            long left = Math.min(stall.toNanos() - waited, deadline.left());
            if (left > 0) {
                lookAgainIn(left);
                return;
            }
            silent = waited >= stall.toNanos();
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.warnf(e, "a connection that was late could not be closed; its own time limit ends it");
        }
    }

    /** The timers of futures share one thread, and are gone when the future is complete. */
    @SuppressWarnings("FutureReturnValueIgnored") // What comes of closing the socket, the reading thread hears.
    private void lookAgainIn(long nanos) {
        alarm = new CompletableFuture<Void>().orTimeout(nanos, TimeUnit.NANOSECONDS);
        alarm.exceptionally(late -> {
            look();
            return null;
        });
    }
}
