package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.data.Looking;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    static Stream<String> commands() {
        var options = new GlobalOptions();
        var console = new Console(DataStream.to(OutputStream.nullOutputStream()), System.err, Map.of());
        return Stream.concat(Stream.of(""), withoutOthersBelow(Commands.of(new Session(console, options), options)));
    }

    private static Stream<String> withoutOthersBelow(CommandLine command) {
        Collection<CommandLine> below = command.getSubcommands().values();
        return below.isEmpty()
                ? Stream.of(command.getCommandSpec().qualifiedName().replaceFirst("darkroom ", ""))
                : below.stream().flatMap(MainTest::withoutOthersBelow);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpOfEveryCommandHasAnExample(String command) {
        assertThat(run((command + " --help").strip().split(" "))).isZero();
        assertThat(said(out))
                .contains("Usage: darkroom " + command)
                .contains("  darkroom ")
                .contains("--data=DIR");
        assertThat(said(err)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                 | say which command",
                "nix                              | Unmatched argument at index 0: 'nix'",
                "--to dir:x up                    | what is an option of a command belongs behind it; `darkroom --help`",
                "image                            | say what to do: darkroom image list",
                "sync                             | Missing required parameter: 'CATALOGUE'",
                "image list --config /tmp         | --config /tmp cannot be read: Is a directory",
                "up -Dverify=require --to dir:x   | -D \"verify\" is not a setting",
                "up -DDARKROOM_VERIFY=require     | -D \"DARKROOM_VERIFY\" is not a setting",
                "up -Ddarkroom.fetch.concurrency=0 | -D darkroom.fetch.concurrency must be a whole number from 1 to 16",
                "up -Ddarkroom.fetch.atempts=3    | -D darkroom.fetch.atempts is not a setting of Darkroom but is set to",
                "up -Ddarkroom.verify=all         | -D darkroom.verify must be one of none, checksum, require but is",
                "up -Dkafka.bootstrap.servers=nix | must be HOST:PORT, several of them with commas between, but is",
                "sync c.yaml --to nix             | must be dir:PATH or cloud:NAME but is \"nix\"",
                "sync c.yaml --to cloud:          | must be dir:PATH or cloud:NAME but is \"cloud:\"",
                "sync c.yaml --disk-format dvd    | disk format must be one of raw, qcow2",
                "sync c.yaml --timeout soon       | must be a time such as 60s, 10m or 1h but is \"soon\"",
                "ids -f xml                       | expected one of",
                "image list --registry nix        | option '--registry': must be a URL such as http://127.0.0.1:8080",
                "image list --registry 127.0.0.1:8080 | option '--registry': must be a URL such as http://127.0.0.1:8080",
                "image list --registry http://a?b=c | option '--registry': must be a URL such as http://127.0.0.1:8080",
                "image list --cacert /nix         | --cacert /nix cannot be read: /nix does not exist",
                "image list --cacert /dev/null    | --cacert /dev/null has no certificates in PEM: nothing in it is one",
                "image list --config /dev/null    | --config /dev/null cannot be read: it is no file",
                "image list --registry http://me:s3cret@a | option '--registry': takes no user or password: Darkroom takes",
                "up --registry http://a           | leave out --registry",
                "demo --registry http://a         | leave out --registry",
                "up --http-port 99999             | must be a port from 0 to 65535 but is \"99999\"",
                "up --kafka-port -1               | must be a port from 0 to 65535 but is \"-1\"",
                "up -Ddarkroom.targets.a.cloud=a --to cloud:b | the settings name targets",
            })
    void whatMakesNoSenseEndsWith2(String arguments, String message) {
        assertThat(run(arguments == null ? new String[0] : arguments.split(" +")))
                .isEqualTo(2);
        assertThat(said(err)).contains(message);
        assertThat(said(out)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--cacert", "--token-file", "--data", "--config"})
    void anEmptyNameOfAFileEndsWith2(String option) {
        assertThat(run("image", "list", "--registry", "http://127.0.0.1:1", option, ""))
                .isEqualTo(2);
        assertThat(said(err)).contains("'" + option + "'").contains("must name a file or a directory but is empty");
    }

    @Test
    void aTokenThatOthersCouldReadOnTheWayEndsWith2() {
        environment.put("DARKROOM_TOKEN", "x");

        assertThat(run("image", "list", "--registry", "http://192.0.2.2:1")).isEqualTo(2);
        assertThat(said(err))
                .isEqualTo("darkroom: a token is not sent to http://192.0.2.2:1, where others could read it on the way:"
                        + " use https\n");
    }

    @Test
    void mistakesAreSaidWithTheirPlacesAndNothingIsPublished() throws IOException {
        Path catalogue = Files.writeString(directory.resolve("c.yaml"), """
                images:
                  debian_12:
                    name: debian
                    source_url: https://example.org/d.qcow2
                    chekcsum: sha256:00
                  Wrong:
                    name: w
                """);

        assertThat(run("sync", catalogue.toString())).isEqualTo(2);

        assertThat(said(err))
                .contains(catalogue + ":5: images.debian_12.chekcsum: ")
                .contains(catalogue + ":6: images.Wrong: ")
                .contains("nothing was published");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void aConnectionThatIsCutIsKnownFromOneThatEndedBeforeThereIsAny() {
        System.clearProperty("com.sun.net.ssl.requireCloseNotify");

        run("--version");

        assertThat(System.getProperty("com.sun.net.ssl.requireCloseNotify")).isEqualTo("true");
    }

    @Test
    void aCatalogueThatCannotBeReadIsSaid() {
        assertThat(run("sync", directory.resolve("nix.yaml").toString())).isEqualTo(2);
        assertThat(said(err)).contains("nix.yaml");
    }

    @Test
    void aFileWithSettingsThatIsNotThereIsSaid() {
        assertThat(run("image", "list", "--config", "/nix")).isEqualTo(2);
        assertThat(said(err)).isEqualTo("darkroom: --config /nix cannot be read: /nix does not exist\n");
    }

    @Test
    void withoutARegistryThereIsNothingToAsk() {
        assertThat(run("image", "list")).isEqualTo(1);
        assertThat(said(err)).startsWith("darkroom: there is no registry in " + directory.resolve("data"));
        assertThat(run("publish", "x")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids --wait 1s", "image wait a --timeout 1s", "sync CATALOGUE --timeout 1s"})
    void aStartIsNotWaitedForLongerThanTheUserWaits(String command) throws Exception {
        try (var starting = DataDirectory.at(directory.resolve("data")).hold().orElseThrow()) {
            assertThat(run(command.replace("CATALOGUE", catalogue()).split(" ", -1)))
                    .isEqualTo(1);
            assertThat(said(err)).contains("has locked it, and neither answers nor ends in 1 s: ");
            assertThat(starting.lock().isValid()).isTrue();
        }
    }

    @Test
    void whoOnlyLooksIsNotWaitedForLongerEither() throws Exception {
        Process looking = Looking.into(Files.createDirectory(directory.resolve("data")));
        try {
            assertThat(run("sync", catalogue(), "--timeout", "1s")).isEqualTo(1);
            assertThat(said(err)).contains("has locked it, and neither answers nor ends in 1 s: ");
        } finally {
            looking.destroyForcibly().waitFor();
        }
    }

    @Test
    void aRegistryThatCannotBeReadIsNotTakenForOneThatIsHeld() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path registry = Files.writeString(data.resolve("registry.mv.db"), "garbage");

        assertThat(run("up", "--to", "dir:" + directory.resolve("images"))).isEqualTo(1);

        assertThat(said(err))
                .startsWith("darkroom: the registry " + registry + " cannot be read")
                .doesNotContain("held");
    }

    @Test
    void whatToTypeNextIsQuotedForAShell() {
        String data = directory.resolve("it's here").toString();

        assertThat(run("--data", data, "image", "list")).isEqualTo(1);
        assertThat(run("--data", data, "publish", catalogue())).isEqualTo(1);

        String place = "`darkroom --data '" + data.replace("'", "'\\''") + "' ";
        assertThat(said(err)).contains(place + "sync CATALOGUE`").contains(place + "up`");
    }

    private String catalogue() {
        try {
            return Files.writeString(
                            directory.resolve("one.yaml"),
                            "images: {a: {name: a, source_url: https://example.org/a, source_disk_format: raw}}")
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStackTraceIsShownOnlyWhenAskedFor() {
        run("image", "list");
        assertThat(said(err)).doesNotContain("\tat ");
        run("-v", "image", "list");
        assertThat(said(err)).contains("\tat dev.darkroom.cli.");
    }

    @Test
    void anAddressOfAnotherMachineIsNotTakenForAPortInUse() throws IOException {
        Path tokens = Files.writeString(directory.resolve("tokens"), "ci read " + "0".repeat(64) + "\n");
        for (String port : new String[] {"18080", "0"}) {
            assertThat(run(
                            "up",
                            "-Ddarkroom.http.host=192.0.2.1",
                            "-Ddarkroom.http.tokens=" + tokens,
                            "--http-port",
                            port))
                    .isEqualTo(2);
        }
        assertThat(said(err).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("darkroom: 192.0.2.1 is not an address of this machine"));
    }

    @Test
    void anOptionMayComeFromTheEnvironment() {
        environment.put("DARKROOM_DATA", "/somewhere/else");

        run("target", "list");

        assertThat(said(err)).contains("/somewhere/else");
    }

    @Test
    void anEmptyVariableIsNoOptionAndAVersionOfSomethingElseIsNoQuestionForOurs() {
        environment.put("DARKROOM_REGISTRY", "");
        environment.put("DARKROOM_VERSION", "0.3");

        assertThat(run("image", "list")).isEqualTo(1);

        assertThat(said(err)).startsWith("darkroom: there is no registry in " + directory.resolve("data"));
    }

    @Test
    void aVariableThatNobodyReadsIsNamed() {
        environment.put("DARKROOM_FOO", "x");

        assertThat(run("image", "list")).isEqualTo(1);

        assertThat(said(err)).startsWith("darkroom: the environment variable DARKROOM_FOO is not used");
    }

    @Test
    void aFileThatIsNoPropertiesIsSaidInASentenceWhateverTheVariables() throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), "darkroom.verify=\\uXYZW\n");
        environment.put("DARKROOM_FOO", "x");

        assertThat(run("image", "list", "--config", file.toString())).isEqualTo(2);
        assertThat(said(err)).startsWith("darkroom: --config " + file + " cannot be read: ");
        assertThat(said(err).lines()).hasSize(1);
    }

    @Test
    void whatIsWrongInAFileIsSaidWithItsLine() throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), "\ndarkroom.fetch.attempts=x\n");

        assertThat(run("up", "--config", file.toString())).isEqualTo(2);
        assertThat(said(err)).startsWith("darkroom: " + file + ":2: darkroom.fetch.attempts must be ");
    }

    @Test
    void thePortOfAServiceIsNoneOfOurs() {
        environment.put("DARKROOM_KAFKA_PORT", "tcp://10.0.0.2:9092");

        assertThat(run("up", "-Dverify=require")).isEqualTo(2);
        assertThat(said(err)).contains("-D \"verify\" is not a setting").doesNotContain("tcp://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync nix.yaml", "up -Dverify=require"})
    void whoConnectsToOriginsSaysThatItUsesNoProxy(String command) {
        environment.put("https_proxy", "http://proxy:3128");

        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(said(err)).startsWith("darkroom: https_proxy is set, but Darkroom uses no proxy");
    }

    @Test
    void aDemoDoesNotEmptyWhatItHasNotMade() throws IOException {
        Path kept = Files.createDirectories(directory.resolve("data/demo")).resolve("thesis.txt");
        Files.writeString(kept, "years of work");

        assertThat(run("demo")).isEqualTo(2);

        assertThat(said(err)).contains(kept.getParent() + " holds something else than Darkroom's data");
        assertThat(kept).hasContent("years of work");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "No space left on device   | No space left on device",
                "No broken pipe, only water | No broken pipe, only water",
                "                          | no reason is given",
            })
    void whatCannotBeWrittenIsSaid(String reason, String said) {
        var broken = DataStream.to(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });

        assertThat(Main.run(new Console(broken, print(err), Map.of()), "--version"))
                .isEqualTo(1);
        assertThat(said(err)).isEqualTo("darkroom: the output could not be written: " + said + "\n");
    }

    @Test
    void whenNobodyReadsItEndsAsAShellWould() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        try (var out = DataStream.to(Channels.newOutputStream(pipe.sink()))) {
            assertThat(Main.run(new Console(out, print(err), Map.of()), "--version"))
                    .isEqualTo(141);
        }
        assertThat(said(err)).isEmpty();
    }

    private int run(String... arguments) {
        environment.putIfAbsent("DARKROOM_DATA", directory.resolve("data").toString());
        return Main.run(new Console(DataStream.to(out), print(err), environment), arguments);
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
