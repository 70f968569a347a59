package dev.darkroom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.testing.OrdinaryProcess;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What undoes zstd is no Java: it is unpacked to a directory, which may hold no programs, and loaded from there. */
class NativeLibraryTest {
    @TempDir
    Path root;

    /** A process that cannot load it. */
    static final class UndoZstd {
        private UndoZstd() {}

        /** @param args where it would be unpacked */
        public static void main(String[] args) throws IOException {
            System.setProperty("ZstdTempFolder", args[0]);
            for (int times = 0; times < 2; times++) {
                try {
                    Compression.ZSTD.reader(InputStream.nullInputStream(), ByteSize.ofMiB(1));
                } catch (FailureException e) {
                    System.out.println(e.code() + ": " + e.getMessage());
                }
            }
        }
    }

    @Test
    void whereItCannotBeLoadedEachImageSaysWhatToDo() throws IOException {
        Path missing = root.resolve("missing");
        Process process = OrdinaryProcess.of(UndoZstd.class, missing.toString())
                .redirectError(Redirect.INHERIT)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("internal-error: zstd ")
                        .contains(missing.toString(), "noexec", "--data"));
    }
}
