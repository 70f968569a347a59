package dev.darkroom.convert;

import dev.darkroom.convert.ProcessRunner.Command;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a program is started so that it can do no harm. Sealed: there are the full sandbox and what is left of it where that
 * does not work, and health checks must be able to tell which.
 */
sealed interface Sandbox permits Bubblewrap, LimitsOnly {
    /** Among programs that are all busy, a tenth of what others get. */
    String NICENESS = "10";

    /** Where sessions count for nothing there is no such file. */
    String YIELD = "{ echo " + NICENESS + " >/proc/self/autogroup; } 2>/dev/null; ";

    /**
     * What to run so that the program runs confined, in the workspace's directory.
     *
     * @param program with its arguments; it finds the source and the output under the names of {@link Workspace}
     */
    Command confine(List<String> program, Workspace workspace, Limits limits);

    /**
     * The command with its limits, with a death of this process as the death of the program, and with what processors
     * others leave. A conversion can wait, what is further along cannot: an image that is being sent is held up by
     * whatever keeps its sender from a processor.
     */
    static List<String> bound(String script, Limits limits, Stream<String> command) {
        // The signal comes only when this process dies after it was asked for. So whoever was born to a process that
        // died before does not start: its parent is another one by then. Of sessions Linux treats each as one program
        // (sched(7), autogroup): there niceness counts within a session, and a session has one of its own.
        return Stream.of(
                        Stream.of("setpriv", "--pdeathsig", "KILL", "--", "nice", "-n", NICENESS, "setsid"),
                        Stream.of("sh", "-c", "[ $PPID = $0 ] || exit; " + YIELD + script),
                        Stream.of(Long.toString(ProcessHandle.current().pid()), "prlimit"),
                        limits.options().stream(),
                        Stream.of("--"),
                        command)
                .flatMap(part -> part)
                .toList();
    }
}
