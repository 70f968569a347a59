package dev.darkroom.events.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what a class logs, until it is closed. */
public final class RecordingLog extends Handler implements AutoCloseable {
    private final Logger log;
    private final List<LogRecord> heard = new CopyOnWriteArrayList<>();

    public RecordingLog(Class<?> to) {
        this.log = Logger.getLogger(to.getName());
        log.addHandler(this);
    }

    public List<LogRecord> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void publish(LogRecord each) {
        heard.add(each);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.removeHandler(this);
    }
}
