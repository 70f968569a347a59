package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's process, looked at from outside. */
class LauncherIT {
    @TempDir
    Path work;

    @Test
    void whoOnlyAsksNeedsNothingThatImagesNeed() throws Exception {
        Path data = work.resolve("none");
        Path programs = Files.createDirectory(work.resolve("programs"));
        try (Stream<Path> all = Files.list(Path.of("/usr/bin"))) {
            for (Path program : all.toList()) {
                String name = program.getFileName().toString();
                if (!Set.of("qemu-img", "bwrap").contains(name)) {
                    Files.createSymbolicLink(programs.resolve(name), program);
                }
            }
        }
        assertThat(with(programs, "--data", data.toString(), "--version")).matches("0: darkroom \\S+\n");
        // The demo publishes an alias "demo".
        assertThat(with(programs, "--data", data.toString(), "ids", "demo"))
                .contains("there is no registry in " + data);
        // No command, and so no reason to ask for what images need before picocli says what is wrong.
        assertThat(with(programs, "--data", "demo", "ids"))
                .startsWith("2: darkroom: Expected parameter for option '--data' but found 'demo'");
    }

    /** Its exit code, and what it says. */
    private String with(Path programs, String... words) throws Exception {
        Path said = work.resolve("said");
        var command = new ArrayList<>(List.of(launcher()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", programs.toString());
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() + ": " + Files.readString(said);
    }

    /** A test without a locale could not name such files itself. */
    @Test
    void namesOfFilesMayHaveAllLettersWithoutALocale() throws Exception {
        Path said = work.resolve("said");
        var builder = new ProcessBuilder("bash", "-c", """
                work=$1/$(printf 'b\\303\\274cher') && mkdir "$work" && head -c 1M /dev/urandom >"$work/disk.raw" || exit
                echo "images: {a: {local_file_path: '$work/disk.raw', source_disk_format: raw}}" >"$work/list.yaml"
                "$0" --data "$work/data" -Ddarkroom.origins.files="$work" sync "$work/list.yaml" --to "dir:$work/images" &&
                  cmp "$work"/disk.raw "$work"/images/a*.raw""", launcher(), work.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C");

        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }

    @Test
    void memoryThatHoldsSecretsIsWrittenToNoFile() throws Exception {
        Path said = work.resolve("said");
        var builder = new ProcessBuilder(
                launcher(), "--data=" + work.resolve("data"), "up", "--http-port=0", "--kafka-port=0");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOME", work.toString());
        builder.environment().putAll(Map.of("LC_ALL", "C.utf8", "LANG", "de_DE.UTF-8", "LC_TIME", "de_DE.UTF-8"));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (!Files.readString(said).contains("stop with Ctrl-C")) {
                assertThat(process.isAlive() && System.nanoTime() < deadline)
                        .as(Files.readString(said))
                        .isTrue();
                Thread.sleep(50);
            }
            Path proc = Path.of("/proc", String.valueOf(process.pid()));
            assertThat(Files.readAllLines(proc.resolve("limits")))
                    .anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
            assertThat(List.of(Files.readString(proc.resolve("cmdline")).split("\0")))
                    .contains("-XX:-HeapDumpOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash")
                    .as("those with which all else is tested")
                    .containsAll(Darkroom.launchersFlags())
                    .as("the home that every other program takes")
                    .contains("-Duser.home=" + work);
            assertThat(Files.readString(proc.resolve("environ")).split("\0"))
                    .contains("MALLOC_ARENA_MAX=" + Darkroom.ARENAS)
                    .as("the user's letters, and messages in English")
                    .contains("LC_CTYPE=C.utf8", "LANG=C")
                    .noneMatch(variable -> variable.matches("LC_(?!CTYPE=).*"));
        } finally {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }

    private static String launcher() {
        return Darkroom.LAUNCHER.toString();
    }
}
