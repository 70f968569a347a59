package dev.darkroom.serve;

import dev.darkroom.events.Reasons;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;

/** Says once, in a sentence, that the log cannot be written; the handlers themselves would print where in the code. */
final class LogTrouble extends ErrorManager {
    private final Consumer<String> say;
    private final AtomicBoolean said = new AtomicBoolean();

    LogTrouble(Consumer<String> say) {
        this.say = say;
    }

    /** For all logs of this process, as they are set up by now. */
    static void sayOnce(Consumer<String> say) {
        hear(Logger.getLogger("").getHandlers(), new LogTrouble(say));
    }

    private static void hear(Handler[] handlers, LogTrouble trouble) {
        for (Handler handler : handlers) {
            handler.setErrorManager(trouble);
            if (handler instanceof ExtHandler outer) {
                hear(outer.getHandlers(), trouble);
            }
        }
    }

    @Override
    public void error(String message, Exception cause, int code) {
        if (said.compareAndSet(false, true)) {
            say.accept("the log cannot be written: " + (cause == null ? message : Reasons.of(cause)));
        }
    }
}
