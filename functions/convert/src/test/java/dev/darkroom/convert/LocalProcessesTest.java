package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.convert.ProcessRunner.Command;
import dev.darkroom.convert.ProcessRunner.Ended;
import dev.darkroom.convert.ProcessRunner.Output;
import dev.darkroom.events.FailureCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalProcessesTest {
    @TempDir
    Path directory;

    private final Whole output = new Whole(FailureCode.IMAGE_REFUSED);

    private Ended run(String script) {
        return run(script, Duration.ofSeconds(60), output);
    }

    private Ended run(String script, Duration deadline, Output to) {
        return new LocalProcesses()
                .run(
                        new Command(
                                List.of("bash", "-c", script),
                                directory,
                                "input".getBytes(StandardCharsets.US_ASCII),
                                deadline),
                        to);
    }

    private String said() {
        return new String(output.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whatItSaysIsHeardToTheEnd() {
        Ended ended = run("seq 1 20000; echo why >&2");

        assertThat(ended).isEqualTo(new Ended(0, false, "why\n"));
        assertThat(said()).startsWith("1\n2\n").endsWith("\n20000\n");
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0, 0",
        "exit 1, 1",
        "exit 99, 99",
        "kill -KILL $$, 137",
        "kill -ABRT $$, 134",
        "kill -SEGV $$, 139"
    })
    void itsEndIsTold(String script, int status) {
        assertThat(run(script).status()).isEqualTo(status);
    }

    @Test
    void itGetsItsInputAndItsDirectory() {
        run("cat; pwd");

        assertThat(said()).isEqualTo("input" + directory + "\n");
    }

    @Test
    void whoDoesNotReadItsInputIsNotDisturbed() {
        assertThat(run("exec <&-; exit 3").status()).isEqualTo(3);
    }

    @Test
    void nothingOfOurEnvironmentReachesIt() {
        assertThat(System.getenv()).containsKey("HOME");

        run("exec env -u SHLVL -u _ -u PWD env");

        assertThat(said().lines())
                .containsExactlyInAnyOrder("PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "MALLOC_ARENA_MAX=1");
    }

    @Test
    void itIsEndedAtTheDeadline() {
        Ended ended = run("echo before >&2; exec sleep 100", Duration.ofSeconds(3), output);

        assertThat(ended).isEqualTo(new Ended(143, true, "before\n"));
    }

    @Test
    void whoDoesNotListenIsKilled() {
        Ended ended = run("trap '' TERM; echo before >&2; exec sleep 100", Duration.ofSeconds(3), output);

        assertThat(ended).isEqualTo(new Ended(137, true, "before\n"));
    }

    @Test
    void whoeverHearsItMayEndIt() {
        var full = new IllegalArgumentException("enough");

        assertThatThrownBy(() -> run("yes", Duration.ofMinutes(1), (bytes, length) -> {
                    throw full;
                }))
                .isSameAs(full);
    }

    @Test
    void onlyTheEndOfItsErrorsIsKept() {
        Ended ended = run("yes flood | head -c 3000000 >&2; echo the end >&2");

        assertThat(ended.errors()).hasSize(Tail.SIZE).endsWith("the end\n");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        var command = new Command(List.of("no-such-program"), directory, new byte[0], Duration.ofSeconds(1));

        assertThatThrownBy(() -> new LocalProcesses().run(command, Output.IGNORED))
                .isInstanceOf(NotStartedException.class)
                .hasMessageContaining("no-such-program cannot be started")
                .hasMessageContaining("No such file or directory")
                .message()
                .doesNotContain(directory.toString());
    }
}
