package dev.darkroom.convert;

import dev.darkroom.convert.ProcessRunner.Command;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a program is started so that it can do no harm. Sealed: there are the full sandbox, and what is left of it where that
 * does not work.
 */
sealed interface Sandbox permits Bubblewrap, LimitsOnly {
    /** Among programs that are all busy, a tenth of what each of the others gets. */
    String NICENESS = "10";

    /**
     * Linux treats each session as one program (sched(7), autogroup): niceness counts within one, and the session has a
     * niceness of its own. On a whole machine it may be set ten times a second, but by those who administer it.
     */
    String YIELD = "[ -w /proc/self/autogroup ] && for try in 1 2 3 4; do echo " + NICENESS
            + " >/proc/self/autogroup && break; sleep 0.1; done 2>/dev/null; ";

    /**
     * What to run so that the program runs confined, in the workspace's directory.
     *
     * @param program with its arguments; it finds the source and the output under the names of {@link Workspace}
     */
    Command confine(List<String> program, Workspace workspace, Limits limits);

    /**
     * The command with its limits, with a death of this process as the death of the program, in a session of its own
     * without a terminal, and with the processor time that others leave: an image that is being sent holds up whoever
     * receives it, one that is being converted holds up nobody.
     *
     * <p>A shell stays above the program and ends all of its session when it is told to end. For bwrap(1) is two processes:
     * the inner one waits for a word of the outer one, for ever when that is killed before (seen with 0.8.0).
     *
     * @param input what becomes of the standard input, as a redirection
     */
    static List<String> bound(String input, Limits limits, Stream<String> command) {
        // The signal comes only when this process dies after it was asked for. So whoever was born to a process that
        // died before does not start: its parent is another one by then.
        // A look at an image is over before it could yield. The last words are the program's: the shell says none.
        String script = "trap 'kill -KILL 0' TERM; [ $PPID = $0 ] || exit; " + (limits.writes() ? YIELD : "") + "exec "
                + input + " 3>&2 2>/dev/null; \"$@\" 2>&3 3>&- & wait $!";
        return Stream.of(
                        Stream.of("setpriv", "--pdeathsig", "TERM", "--", "nice", "-n", NICENESS),
                        Stream.of("setsid", "sh", "-c", script),
                        Stream.of(Long.toString(ProcessHandle.current().pid()), "prlimit"),
                        limits.options().stream(),
                        Stream.of("--"),
                        command)
                .flatMap(part -> part)
                .toList();
    }
}
