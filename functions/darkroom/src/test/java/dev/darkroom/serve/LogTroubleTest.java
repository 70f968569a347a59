package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogTroubleTest {
    private static final Logger ALL = Logger.getLogger("");

    private final List<String> said = new ArrayList<>();
    private final Handler full = new Full();
    private final AsyncHandler outer = new AsyncHandler();

    @AfterEach
    void leave() {
        ALL.removeHandler(outer);
        outer.close();
    }

    @Test
    void aLogThatCannotBeWrittenIsSaidOnceAndInASentence() {
        outer.addHandler(full);
        ALL.addHandler(outer);

        LogTrouble.sayOnce(said::add);
        full.flush();
        full.flush();

        assertThat(said).containsExactly("the log cannot be written: No space left on device");
    }

    private static final class Full extends Handler {
        @Override
        public void publish(LogRecord record) {}

        @Override
        public void flush() {
            reportError("Error on flush", new IOException("No space left on device"), ErrorManager.FLUSH_FAILURE);
        }

        @Override
        public void close() {}
    }
}
