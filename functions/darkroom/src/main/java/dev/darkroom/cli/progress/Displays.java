package dev.darkroom.cli.progress;

import dev.darkroom.cli.sync.Display;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;

/** Chooses what fits standard error. */
public final class Displays {
    private Displays() {}

    /** @param err standard error, for lines */
    public static Display of(PrintStream err, LongSupplier nanos) {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(SystemOutput.ForcedSysErr)
                    .nativeSignals(false)
                    .dumb(false)
                    .build();
            if (terminal.getWidth() > 0) {
                return new Bars(terminal, nanos);
            }
            terminal.close();
        } catch (IOException | IllegalStateException e) {
            // Not a terminal, or one that can do nothing: lines are for everybody.
        }
        return new Lines(err, nanos);
    }
}
