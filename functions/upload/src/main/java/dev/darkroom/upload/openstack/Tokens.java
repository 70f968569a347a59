package dev.darkroom.upload.openstack;

import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The token in use: renewed before it ends, or when the service no longer takes it; once, for all threads that wait. */
final class Tokens {
    private final Supplier<Session> logIn;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Session session;

    Tokens(Supplier<Session> logIn, Clock clock) {
        this.logIn = logIn;
        this.clock = clock;
    }

    Session current() {
        return other(null);
    }

    /** A session that is not {@code stale}. */
    Session other(Session stale) {
        lock.lock();
        try {
            if (session == null || session.equals(stale) || !clock.instant().isBefore(session.renewAt())) {
                session = logIn.get();
            }
            return session;
        } finally {
            lock.unlock();
        }
    }
}
