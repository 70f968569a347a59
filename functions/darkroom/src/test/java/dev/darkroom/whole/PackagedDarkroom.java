package dev.darkroom.whole;

import dev.darkroom.serve.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The application as its users have it: a process for each command, and one data directory. */
final class PackagedDarkroom {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final Path room;
    private final Map<String, String> environment;
    private int runs;

    /** @param room a directory for the data directory and for what the processes print */
    PackagedDarkroom(Path room, Map<String, String> environment) {
        this.room = room;
        this.environment = environment;
    }

    /** What a command printed, and how it ended. */
    record Run(int code, String out, String err) {}

    /** A process that serves until it is stopped. */
    record Serving(Process process, DataDirectory.RunningProcess at, Path log) {

        /** Stops it in good order. @return its log */
        String stop() throws IOException, InterruptedException {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("it did not stop within 30 s");
            }
            return Files.readString(log);
        }
    }

    Path data() {
        return room.resolve("data");
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        Path out = room.resolve("out-" + ++runs);
        Path err = room.resolve("err-" + runs);
        Process process = process(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(List.of(arguments) + " did not end: " + Files.readString(err));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Serves at free ports, and returns when it answers. */
    Serving up(String... options) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("up", "--http-port", "0", "--kafka-port", "0"));
        arguments.addAll(List.of(options));
        Path log = room.resolve("up-" + ++runs);
        Process process = process(arguments.toArray(String[]::new))
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
        DataDirectory directory = DataDirectory.at(data());
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            var running = directory.running();
            if (running.isPresent()) {
                return new Serving(process, running.get(), log);
            }
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new IllegalStateException("it does not serve: " + Files.readString(log));
    }

    private ProcessBuilder process(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("DARKROOM_DATA", data().toString());
        return builder;
    }
}
