package dev.darkroom.convert;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts programs and waits for their end. */
@FunctionalInterface
interface ProcessRunner {

    /**
     * Runs a program and returns when it has ended, or has been ended because it took too long. Nothing of the calling
     * process's environment reaches it.
     *
     * @param output hears what it writes to its standard output, on another thread, and each second that it still runs, on
     *               this one; whatever it throws ends the program and is thrown from here
     * @throws NotStartedException   when it could not be started
     * @throws IllegalStateException when the calling thread was interrupted; the program has been ended then
     */
    Ended run(Command command, Output output);

    /**
     * What to run.
     *
     * @param arguments the program and its arguments, not read by any shell
     * @param directory where
     * @param input     what it reads from its standard input
     * @param deadline  after which it is ended
     */
    record Command(List<String> arguments, Path directory, byte[] input, Duration deadline) {}

    /**
     * How it ended.
     *
     * @param status its exit status, or 128 + the number of the signal that ended it
     * @param late   whether it was ended because of the deadline
     * @param errors the end of what it wrote to its standard error
     */
    record Ended(int status, boolean late, String errors) {}

    /** Hears what a program writes. */
    @FunctionalInterface
    interface Output {
        Output IGNORED = (bytes, length) -> {};

        void take(byte[] bytes, int length);

        /** Another second has passed. */
        default void tick() {}
    }
}
