package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.events.testing.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the packaged application, each command a process of its own. */
final class Darkroom {
    private static final Path APPLICATION =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();

    static final Path LAUNCHER = Path.of("../../darkroom").toAbsolutePath().normalize();
    /** The launcher's too. */
    static final String ARENAS = "2";
    /** As few and as short tries as there can be. */
    static final List<String> HASTE = List.of("-Ddarkroom.fetch.attempts=1", "-Ddarkroom.registry.retry-initial=100ms");

    private static final List<String> LEARNED = learned();

    private final Path work;
    private final Path data;
    private final Map<String, String> environment;
    private Path directory;
    private int runs;

    /** @param work where the data directory and what is printed lie */
    Darkroom(Path work) {
        this(work, work.resolve("data"));
    }

    Darkroom(Path work, Path data) {
        this(work, data, Map.of());
    }

    /** @param environment beside that of this process */
    Darkroom(Path work, Path data, Map<String, String> environment) {
        this.work = work;
        this.data = data;
        this.environment = environment;
    }

    /** From now on its commands are started in this directory. */
    Darkroom startedIn(Path place) {
        directory = place;
        return this;
    }

    /** What a command has printed. */
    record Result(int code, String out, String err) {}

    Path data() {
        return data;
    }

    Result run(String... arguments) throws Exception {
        Running running = start(arguments);
        if (!running.process.waitFor(8, TimeUnit.MINUTES)) {
            running.process.destroyForcibly();
            throw new AssertionError(String.join(" ", arguments) + " does not end:\n" + running.err());
        }
        return new Result(running.process.exitValue(), running.out(), running.err());
    }

    Running start(String... arguments) throws IOException {
        String run = data.getFileName() + "-" + ++runs;
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launchersFlags());
        command.addAll(LEARNED);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-jar",
                APPLICATION.toString(),
                "--data",
                data().toString(),
                "-Ddarkroom.origins.allow=127.0.0.1"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.matches("DARKROOM_.*|KAFKA_.*|(?i).*_proxy"));
        builder.environment().put("MALLOC_ARENA_MAX", ARENAS);
        builder.environment().putAll(environment);
        builder.directory(directory == null ? null : directory.toFile());
        Path out = work.resolve("out-" + run);
        Path err = work.resolve("err-" + run);
        return new Running(
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    /** What the launcher says to every JVM, read from there: its bounds are what is tested. */
    static List<String> launchersFlags() throws IOException {
        String launcher = Files.readString(LAUNCHER);
        int from = launcher.indexOf("flags=(\n") + "flags=(\n".length();
        return launcher.substring(from, launcher.indexOf("\n  )\n", from))
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Stream.of(line.split(" +")))
                .toList();
    }

    /** What the launcher has learned of starts and gives to each but the first; none where the JDK cannot learn. */
    private static List<String> learned() {
        try {
            var builder = new ProcessBuilder(LAUNCHER.toString(), "--version").redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process launcher = builder.start();
            String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (launcher.waitFor() != 0) {
                throw new AssertionError("the launcher has not learned: " + said);
            }
            try (Stream<Path> files = Files.list(Path.of("target"))) {
                return files.filter(file -> file.toString().endsWith(".aot"))
                        .map(file -> "-XX:AOTCache=" + file.toAbsolutePath())
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("the launcher learns", e);
        }
    }

    /** Starts to serve on free ports, with these settings, and returns when it does. */
    Running up(Path images, String... settings) throws Exception {
        var arguments = new ArrayList<>(List.of(settings));
        arguments.addAll(List.of("up", "--http-port", "0", "--kafka-port", "0", "--to", "dir:" + images));
        Running up = start(arguments.toArray(String[]::new));
        up.awaitSaid("stop with Ctrl-C");
        return up;
    }

    /** Nothing stays staged: what a process could not sweep any more before its end, the next one does. */
    void assertSwept(Path images) throws Exception {
        Path staging = data.resolve("staging");
        if (isEmpty(staging)) {
            return;
        }
        try (Running up = up(images)) {
            Threads.until(() -> isEmpty(staging));
        }
    }

    private static boolean isEmpty(Path directory) {
        try (var files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes until that is admitted before it is answered: what hears it begins only just when HTTP answers. */
    static HttpResponse<String> awaitAdmission(Callable<HttpResponse<String>> publication) throws Exception {
        for (int tries = 0; ; tries++) {
            HttpResponse<String> answer = publication.call();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            if (answer.body().contains("\"admitted\":true")) {
                return answer;
            }
            assertThat(tries).as(answer.body()).isLessThan(10);
        }
    }

    /** Where the one that serves answers. */
    JsonNode running() throws IOException {
        return new ObjectMapper().readTree(data.resolve("running.json").toFile());
    }

    /** A command that runs. */
    record Running(Process process, Path outFile, Path errFile) implements AutoCloseable {
        String out() throws IOException {
            return Files.readString(outFile);
        }

        String err() throws IOException {
            return Files.readString(errFile);
        }

        /** Waits until it has said one of these on standard error. */
        void awaitSaid(String... words) throws Exception {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (true) {
                boolean over = !process.isAlive() || System.nanoTime() > deadline;
                if (Stream.of(words).anyMatch(err()::contains)) {
                    return;
                }
                if (over) {
                    throw new AssertionError("it does not say \"" + String.join("\" or \"", words) + "\":\n" + err());
                }
                Thread.sleep(50);
            }
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        }
    }
}
