package dev.darkroom.convert;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.convert.ProcessRunner.Ended;
import dev.darkroom.convert.ProcessRunner.Output;
import dev.darkroom.events.FailureCode;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program can do in the sandbox, tried by programs that are on every Debian. */
class SandboxTest {
    private static final Limits LIMITS = new Limits(1L << 30, Duration.ofSeconds(60), 1 << 20, Duration.ofSeconds(50));
    private static final Limits READ_ONLY = new Limits(1L << 30, Duration.ofSeconds(60), 0, Duration.ofSeconds(50));

    /** Among the numbers of {@code /proc/PID/stat}. */
    private static final int SESSION = 2;

    private static final boolean SCHEDULED_BY_SESSION = Files.exists(Path.of("/proc/self/autogroup"));

    private static final int NICENESS = 15;

    @TempDir
    Path root;

    private final Whole output = new Whole(FailureCode.IMAGE_REFUSED);
    private Workspace workspace;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = Workspace.prepare(root.resolve("work"), Files.writeString(root.resolve("source"), "bytes"));
    }

    private static Stream<Sandbox> sandboxes() {
        return Stream.of(Converting.full(), new LimitsOnly());
    }

    private Ended run(Sandbox sandbox, Limits limits, String script) {
        return new LocalProcesses().run(sandbox.confine(List.of("bash", "-c", script), workspace, limits), output);
    }

    private Ended full(String script) {
        return run(Converting.full(), LIMITS, script);
    }

    private String said() {
        return new String(output.bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("sandboxes")
    void theSourceIsReadAndTheOutputIsWritten(Sandbox sandbox) {
        assertThat(run(sandbox, LIMITS, "exec cat in >out/image")).isEqualTo(new Ended(0, false, ""));

        assertThat(workspace.output()).hasContent("bytes");
    }

    @ParameterizedTest
    @MethodSource("sandboxes")
    void whoMayNotWriteWritesNothing(Sandbox sandbox) {
        assertThat(run(sandbox, READ_ONLY, "echo 1 >out/image").status()).isNotZero();

        assertThat(workspace.outputSize()).isZero();
    }

    @ParameterizedTest
    @MethodSource("sandboxes")
    void theStandardInputIsEmpty(Sandbox sandbox) {
        run(sandbox, LIMITS, "wc -c");

        assertThat(said()).isEqualTo("0\n");
    }

    @ParameterizedTest
    @MethodSource("sandboxes")
    void noLimitCanBeRaised(Sandbox sandbox) {
        assertThat(run(sandbox, LIMITS, "ulimit -Ss; ulimit -Hn; ulimit -Hc; ulimit -Hf; ulimit -Hv")
                        .status())
                .isZero();

        assertThat(said().lines()).containsExactly("1024", "64", "0", "1024", "1048576");
    }

    @ParameterizedTest
    @MethodSource("sandboxes")
    void theProcessorTimeEnds(Sandbox sandbox) {
        var second = new Limits(1L << 30, Duration.ofSeconds(1), 1 << 20, Duration.ofSeconds(50));

        assertFails(FailureCode.LIMIT_EXCEEDED, () -> requireSuccess(run(sandbox, second, "while :; do :; done")));
    }

    @ParameterizedTest
    @MethodSource("sandboxes")
    void aFileThatGrowsTooLargeEnds(Sandbox sandbox) {
        String write = "exec head -c 2000000 /dev/urandom >out/image";

        assertFails(FailureCode.LIMIT_EXCEEDED, () -> requireSuccess(run(sandbox, LIMITS, write)));
        assertThat(workspace.outputSize()).isLessThanOrEqualTo(1 << 20);
    }

    /** Whatever qemu-img makes of too little memory, it is not the image's fault. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16, 24})
    void tooLittleMemoryIsNoVerdict(int mebibytes) {
        Path disk = TestImages.create(root, "qcow2", "", 64 << 20);
        Workspace place = Workspace.prepare(root.resolve("work"), disk);
        var little = new Limits((long) mebibytes << 20, Duration.ofSeconds(60), 1 << 27, Duration.ofSeconds(50));
        List<String> convert =
                List.of("qemu-img", "convert", "-f", "qcow2", "-O", "raw", "-m", "16", "in", "out/image");

        Ended ended = new LocalProcesses().run(new LimitsOnly().confine(convert, place, little), Output.IGNORED);

        assertFails(FailureCode.CONVERSION_INTERRUPTED, () -> requireSuccess(ended));
    }

    @ParameterizedTest
    @MethodSource("sandboxes")
    void itHasASessionOfItsOwnAndTakesTheProcessorTimeThatOthersLeave(Sandbox sandbox) throws Exception {
        var command = sandbox.confine(List.of("sleep", "50"), workspace, LIMITS);
        var ended = CompletableFuture.supplyAsync(() -> new LocalProcesses().run(command, Output.IGNORED), OWN_THREAD);
        ProcessHandle program = started("sleep", ended);
        List<Integer> process = numbers(program);
        List<Integer> ours = numbers(ProcessHandle.current());
        List<String> group = group(program);
        program.destroyForcibly();

        assertThat(process.get(SESSION)).isNotEqualTo(ours.get(SESSION));
        assertThat(process.get(NICENESS)).isEqualTo(Math.min(19, ours.get(NICENESS) + 10));
        if (SCHEDULED_BY_SESSION) {
            assertThat(group).singleElement().asString().endsWith(" nice 10");
        }
        assertThat(ended.get(10, TimeUnit.SECONDS).status()).isEqualTo(137);
    }

    /** Also where Linux schedules by program, and has no such file. */
    @Test
    void itsSessionIsToldToYield() throws Exception {
        Path niceness = Files.createFile(root.resolve("autogroup"));
        String script = Sandbox.YIELD.replace("/proc/self/autogroup", niceness.toString());

        assertThat(new ProcessBuilder("sh", "-c", script).start().waitFor()).isZero();

        assertThat(niceness).hasContent("10");
    }

    /** Among its starters there is another sleep, but not for as long. */
    private static ProcessHandle started(String program, CompletableFuture<Ended> ended) throws InterruptedException {
        while (!ended.isDone()) {
            var found = ProcessHandle.current()
                    .descendants()
                    .filter(each -> each.info().command().orElse("").endsWith("/" + program))
                    .filter(each -> List.of(each.info().arguments().orElse(new String[0]))
                            .equals(List.of("50")))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(10);
        }
        throw new AssertionError("it has ended: " + ended.join());
    }

    /** The numbers of proc(5) behind the name and the state. */
    private static List<Integer> numbers(ProcessHandle process) throws IOException {
        String state = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return Stream.of(state.substring(state.lastIndexOf(')') + 4).split(" "))
                .limit(NICENESS + 1)
                .map(number -> (int) Long.parseLong(number))
                .toList();
    }

    /** What Linux says of its session; nothing of those that have had none since the machine started. */
    private static List<String> group(ProcessHandle process) throws IOException {
        return SCHEDULED_BY_SESSION ? Files.readAllLines(Path.of("/proc/" + process.pid() + "/autogroup")) : List.of();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x >in",
                "echo x >/work/other",
                "echo x >/other",
                "echo x >/usr/other",
                "echo x >/dev/other",
                "mkdir /work/dir",
                "ln -s x /work/link",
                "rm in",
                "mknod out/device c 1 3",
                "chown 1:1 out",
            })
    void whatIsForbiddenFails(String script) throws IOException {
        assertThat(full(script).status()).as(script).isNotZero();
        assertThat(run(Converting.unfiltered(), LIMITS, script).status())
                .as(script + " without the filter")
                .isNotZero();

        assertThat(workspace.source()).hasContent("bytes");
    }

    @Test
    void nothingOfThisMachineIsSeen() {
        full("cd /; for f in *; do echo $f; done; exec cat /etc/passwd /proc/self/status /home/* /root/* " + root
                + "/*");

        assertThat(said().lines()).contains("usr", "work", "dev").doesNotContain("home", "root", "tmp", "proc", "sys");
        assertThat(said()).doesNotContain("root:").doesNotContain("bytes");
    }

    @Test
    void thereIsNoOtherProcess() {
        assertThat(full("kill -0 " + ProcessHandle.current().pid()).errors()).contains("No such process");
    }

    @Test
    void thereIsNoNetwork() {
        Ended ended = full("exec 3<>/dev/tcp/127.0.0.1/1");

        assertThat(ended.status()).isNotZero();
        assertThat(ended.errors()).contains("Operation not permitted").doesNotContain("unreachable");
    }

    @Test
    void evenWithoutTheFilterThereIsNoNetwork() {
        Ended ended = run(Converting.unfiltered(), LIMITS, "exec 3<>/dev/tcp/192.0.2.1/1");

        assertThat(ended.errors()).contains("Network is unreachable");
    }

    /** Its memory and its processor time would be as much again. */
    @Test
    void thereIsNoSecondProcess() {
        assertThat(full("(true)").errors()).contains("fork: Operation not permitted");
        int clone = Converting.machine() == SeccompFilter.Machine.X86_64 ? 56 : 220;
        assertThat(full(calls("$_, 17", List.of(clone))).status()).isZero();
        assertThat(said()).isEqualTo(clone + " Operation not permitted\n");
    }

    @Test
    void noCallThatIsNamedGetsThrough() {
        List<Integer> numbers = Stream.of(SeccompFilter.Refused.values())
                .map(call -> call.number(Converting.machine()))
                .filter(number -> number >= 0)
                .toList();

        // One that got through would do no harm: -1 is neither a descriptor nor an address, and 0 would be /dev/null.
        assertThat(full(calls("$_, -1", numbers))).isEqualTo(new Ended(0, false, ""));

        assertThat(said().lines())
                .containsExactlyElementsOf(numbers.stream()
                        .map(number -> number + " Operation not permitted")
                        .toList());
    }

    /** A script that makes system calls and says what becomes of each. */
    private static String calls(String arguments, List<Integer> numbers) {
        return "exec perl -e 'for (@ARGV) { $_ += 0; print \"$_ \", syscall(" + arguments
                + ", 0, 0, 0, 0, 0) == -1 ? $! : \"is done\", \"\\n\" }' "
                + numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mkdir out/directory",
                "chmod 0 out",
                "mkfifo out/pipe",
            })
    void nothingIsLeftBehindButFiles(String script) throws IOException {
        assertThat(full("exec " + script).errors()).contains("Operation not permitted");

        assertThat(Files.getPosixFilePermissions(workspace.outputDirectory()))
                .contains(PosixFilePermission.OWNER_EXECUTE);
        assertThat(workspace.outputDirectory()).isEmptyDirectory();
    }

    @Test
    void thereAreNoFurtherNamespaces() {
        assertThat(full("unshare --user true").errors()).contains("Operation not permitted");
    }

    @ParameterizedTest
    @MethodSource("sandboxes")
    void itHasNoDescriptorsButThoseOfEveryProgram(Sandbox sandbox) {
        run(
                sandbox,
                LIMITS,
                "exec perl -e 'use POSIX (); "
                        + "for (0 .. 255) { my $other = POSIX::dup($_) or next; print \"$_\\n\"; POSIX::close($other) }'");

        assertThat(said().lines()).containsExactly("0", "1", "2");
    }

    @Test
    void itsEndIsPassedOn() {
        assertThat(full("exit 3").status()).isEqualTo(3);
        assertThat(full("kill -SEGV $$").status()).isEqualTo(139);
    }

    private static void requireSuccess(Ended ended) {
        Diagnosis.requireSuccess(ended, Duration.ofSeconds(50), FailureCode.IMAGE_REFUSED, Diagnosis.LOOK_TAKES_LESS);
    }
}
