package dev.darkroom.serve.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.serve.data.DataDirectory.Hold;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process that looks into a data directory until it is ended. */
public final class Looking {
    private Looking() {}

    /** Returns when it looks. */
    public static Process into(Path root) throws IOException {
        Process looking = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .replace(",", File.pathSeparator),
                        Looking.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(looking.getInputStream().read()).isEqualTo('h');
        return looking;
    }

    public static void main(String[] arguments) throws Exception {
        try (Hold hold = DataDirectory.at(Path.of(arguments[0])).holdToRead().orElseThrow()) {
            System.out.println("holds " + hold);
            Thread.sleep(Duration.ofMinutes(5));
        }
    }
}
