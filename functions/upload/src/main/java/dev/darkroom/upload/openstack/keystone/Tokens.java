package dev.darkroom.upload.openstack.keystone;

import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The token in use: renewed before it ends, or when the service no longer takes it; once, for all threads that wait. */
public final class Tokens {
    private final Supplier<IssuedToken> issue;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private IssuedToken token;

    public Tokens(Supplier<IssuedToken> issue, Clock clock) {
        this.issue = issue;
        this.clock = clock;
    }

    public IssuedToken current() {
        return other(null);
    }

    /** A token that is not {@code stale}. */
    public IssuedToken other(IssuedToken stale) {
        lock.lock();
        try {
            if (token == null || token.equals(stale) || !clock.instant().isBefore(token.renewAt())) {
                token = issue.get();
            }
            return token;
        } finally {
            lock.unlock();
        }
    }
}
