package dev.darkroom.events.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Until it is closed a class that logs something meets the error of one for whom there is no memory. */
public final class NoMemoryToLog extends Handler implements AutoCloseable {
    private final Logger log;
    private final AtomicInteger met = new AtomicInteger();

    public NoMemoryToLog(Class<?> of) {
        this.log = Logger.getLogger(of.getName());
        log.addHandler(this);
    }

    /** How often. */
    public int met() {
        return met.get();
    }

    @Override
    public void publish(LogRecord each) {
        met.incrementAndGet();
        throw new OutOfMemoryError("Java heap space");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.removeHandler(this);
    }
}
