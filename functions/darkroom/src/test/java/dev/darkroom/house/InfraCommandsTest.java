package dev.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands below infra say to who asks how they are called. Neither an engine nor a package manager is there. */
class InfraCommandsTest {
    private static final Path INFRA = Path.of("../../infra").toAbsolutePath().normalize();

    @TempDir
    Path work;

    private record Result(int code, String out, String err) {}

    @ParameterizedTest
    @ValueSource(strings = {"openstack/run", "docker/with-engine"})
    void helpIsTheHeadOfTheScriptAndNeedsNoEngine(String command) throws Exception {
        Result result = run(command, "--help");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        List<String> said = result.out().lines().toList();
        assertThat(said)
                .isNotEmpty()
                .map(line -> line.isEmpty() ? "#" : "# " + line)
                .isEqualTo(Files.readAllLines(INFRA.resolve(command)).subList(1, said.size() + 1));
        assertThat(result.out()).contains("infra/" + command);
    }

    @Test
    void whatIsUnknownIsSaidWithoutAnEngine() throws Exception {
        Result result = run("openstack/run", "strat");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("darkroom: unknown: strat (start, stop, ");
    }

    private Result run(String command, String... arguments) throws Exception {
        Path programs = Files.createDirectory(work.resolve("programs"));
        for (String program : List.of("bash", "dirname", "sed", "timeout")) {
            Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
        }
        Path out = work.resolve("out");
        Path err = work.resolve("err");
        var builder = new ProcessBuilder(INFRA.resolve(command).toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("DOCKER_HOST", "unix:///nowhere");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
