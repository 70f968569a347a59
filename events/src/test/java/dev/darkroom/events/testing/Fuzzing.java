package dev.darkroom.events.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs Jazzer, a coverage-guided fuzzer, in a process of its own: a target that hangs or eats memory ends there, and one build
 * can run several. {@code -Ddarkroom.fuzz.seconds} says for how long, 60 by default.
 */
public final class Fuzzing {
    private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in");
    private static final int SHOWN = 3000;
    /** In seconds: an input takes milliseconds, but a busy machine may leave the fuzzer without a processor for long. */
    private static final int HANGS_AFTER = 60;

    private Fuzzing() {}

    /**
     * @param target has a static {@code fuzzerTestOneInput(byte[])}
     * @param seeds  the corpus that is kept; what is found beyond it goes to {@code target/fuzz}
     * @param most   the longest input, in bytes
     * @return how many inputs were tried
     * @throws AssertionError when an input makes the target throw, hang or run out of memory, with what the fuzzer said
     */
    public static long run(Class<?> target, Path seeds, int most) throws IOException, InterruptedException {
        long seconds = Long.getLong("darkroom.fuzz.seconds", 60);
        Path work = Files.createDirectories(Path.of("target", "fuzz", target.getSimpleName()));
        Path corpus = Files.createDirectories(work.resolve("corpus"));
        Path log = work.resolve("log");
        Process fuzzer = new ProcessBuilder(command(target, seeds, most, seconds, work, corpus))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!fuzzer.waitFor(2 * seconds + 2 * HANGS_AFTER, TimeUnit.SECONDS)) {
                throw new AssertionError(target.getSimpleName() + " did not end: see " + log);
            }
        } finally {
            fuzzer.destroyForcibly();
        }
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        Matcher runs = RUNS.matcher(said);
        if (fuzzer.exitValue() != 0 || !runs.find()) {
            throw new AssertionError(target.getSimpleName() + " ended with " + fuzzer.exitValue() + ": ... "
                    + said.substring(Math.max(0, said.length() - SHOWN)));
        }
        return Long.parseLong(runs.group(1));
    }

    private static List<String> command(Class<?> target, Path seeds, int most, long seconds, Path work, Path corpus) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer"));
        command.addAll(List.of(
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.darkroom.**",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-max_total_time=" + seconds,
                "-max_len=" + most,
                "-timeout=" + HANGS_AFTER,
                "-print_final_stats=1",
                corpus.toString(),
                seeds.toString()));
        return command;
    }
}
