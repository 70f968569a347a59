package dev.darkroom.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the system's tools. */
final class Tools {
    private static final int SHOWN = 4096;

    private Tools() {}

    /** @throws IOException with the tool's own words when it fails */
    static void run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        try (var output = process.getInputStream()) {
            process.getOutputStream().close();
            var said = new String(output.readNBytes(SHOWN), StandardCharsets.UTF_8);
            output.transferTo(java.io.OutputStream.nullOutputStream());
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(command[0] + " ended with " + code + ": " + said.strip());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
