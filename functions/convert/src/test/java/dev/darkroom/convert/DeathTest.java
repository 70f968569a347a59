package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.convert.ProcessRunner.Command;
import dev.darkroom.convert.ProcessRunner.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is killed leaves no confined program behind. */
class DeathTest {
    private static final Limits LIMITS = new Limits(1L << 30, Duration.ofSeconds(60), 1 << 20, Duration.ofSeconds(50));

    /** So many whole starts say how long one takes, so many are ended at some moment of twice that. */
    private static final int WHOLE = 5;

    private static final int PARTS = 200;

    @TempDir
    Path root;

    /** A worker process of its own: runs a program for ever, in the sandbox that its first argument names. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] args) {
            Path root = Path.of(args[1]);
            run(sandbox(args[0]), Workspace.prepare(root.resolve("work"), root.resolve("source")), args[2]);
        }
    }

    private static Sandbox sandbox(String name) {
        return name.equals("full") ? Converting.full() : new LimitsOnly();
    }

    private static void run(Sandbox sandbox, Workspace workspace, String seconds) {
        new LocalProcesses()
                .run(
                        sandbox.confine(
                                List.of("bash", "-c", "echo >out/started; exec sleep " + seconds), workspace, LIMITS),
                        Output.IGNORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "limits"})
    void killingTheProcessKillsTheProgram(String sandbox) throws Exception {
        Files.writeString(root.resolve("source"), "bytes");
        String seconds = "4" + ProcessHandle.current().pid() + "." + sandbox.length();
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        sandbox,
                        root.toString(),
                        seconds)
                .inheritIO()
                .start();
        try {
            await(() -> started() && running(seconds) > 0);
        } finally {
            worker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }

        await(() -> running(seconds) == 0);
    }

    /** The outer one of bwrap's two processes may be gone before the inner one has been told anything. */
    @ParameterizedTest
    @ValueSource(strings = {"full", "limits"})
    void nothingIsLeftOfAProgramThatIsEndedWhileItStarts(String sandbox) throws Exception {
        Files.writeString(root.resolve("source"), "bytes");
        var workspace = Workspace.prepare(root.resolve("work"), root.resolve("source"));
        var reading = new Limits(1L << 30, Duration.ofSeconds(60), 0, Duration.ofSeconds(50));
        String seconds = "5" + ProcessHandle.current().pid() + "." + sandbox.length();
        var command = sandbox(sandbox).confine(List.of("sleep", seconds), workspace, reading);

        long start = System.nanoTime();
        for (int i = 0; i < WHOLE; i++) {
            assertThat(start(sandbox(sandbox).confine(List.of("true"), workspace, reading))
                            .waitFor())
                    .isZero();
        }
        start = (System.nanoTime() - start) / WHOLE;
        for (int part = 0; part < PARTS; part++) {
            Process process = start(command);
            TimeUnit.NANOSECONDS.sleep(2 * start * part / PARTS);
            process.destroy();
            process.waitFor();
        }

        await(() -> workingIn(workspace.directory()) == 0 && running(seconds) == 0);
    }

    private static Process start(Command command) throws IOException {
        Process process = new ProcessBuilder(command.arguments())
                .directory(command.directory().toFile())
                .start();
        process.getOutputStream().write(command.input());
        process.getOutputStream().close();
        return process;
    }

    private boolean started() throws IOException {
        try (var all = Files.walk(root)) {
            return all.anyMatch(file -> file.endsWith("started"));
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(10);
        }
    }

    private static long running(String seconds) throws IOException {
        return processes(process -> commandLine(process).contains("sleep " + seconds));
    }

    private static long workingIn(Path directory) throws IOException {
        return processes(process -> directory.equals(workingDirectory(process)));
    }

    private static long processes(Predicate<Path> which) throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            long count = 0;
            for (Path process : processes) {
                if (which.test(process)) {
                    count++;
                }
            }
            return count;
        }
    }

    private static Path workingDirectory(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd"));
        } catch (IOException ended) {
            return null;
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException ended) {
            return "";
        }
    }
}
