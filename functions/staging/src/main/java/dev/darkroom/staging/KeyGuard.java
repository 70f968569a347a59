package dev.darkroom.staging;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Who works on what, within this process, which is the only one that works there: stages use an image's bytes together, the
 * sweeper and two pieces of the same work exclude each other.
 */
public final class KeyGuard {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A lock that lives as long as somebody holds it or waits for it. */
    private static final class Entry {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        private int users;
    }

    /** Released by the thread that took it. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits while somebody has it alone, then has it together with others. */
    public Held together(String subject) {
        return hold(subject, enter(subject).lock.readLock());
    }

    /** Waits while anybody has it, then has it alone. */
    public Held alone(String subject) {
        return hold(subject, enter(subject).lock.writeLock());
    }

    /** Has it alone, if nobody has it or waits for it now. */
    public Optional<Held> aloneAtOnce(String subject) {
        Lock lock = enter(subject).lock.writeLock();
        if (lock.tryLock()) {
            return Optional.of(held(subject, lock));
        }
        leave(subject);
        return Optional.empty();
    }

    /** How many subjects are held or waited for. */
    int size() {
        return entries.size();
    }

    /** How many want the subject and do not have it yet. */
    int waiting(String subject) {
        Entry entry = entries.get(subject);
        return entry == null ? 0 : entry.lock.getQueueLength();
    }

    private Held hold(String subject, Lock lock) {
        lock.lock();
        return held(subject, lock);
    }

    private Held held(String subject, Lock lock) {
        return () -> {
            lock.unlock();
            leave(subject);
        };
    }

    private Entry enter(String subject) {
        return entries.compute(subject, (any, known) -> {
            Entry entry = known == null ? new Entry() : known;
            entry.users++;
            return entry;
        });
    }

    private void leave(String subject) {
        entries.computeIfPresent(subject, (any, entry) -> --entry.users == 0 ? null : entry);
    }
}
