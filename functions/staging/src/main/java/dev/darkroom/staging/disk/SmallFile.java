package dev.darkroom.staging.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that are kept in memory: read whole, or not at all. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * All bytes of a file; empty when it has more than these.
     *
     * @param most less than {@link Integer#MAX_VALUE}
     */
    public static Optional<byte[]> read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            return bytes.length > most ? Optional.empty() : Optional.of(bytes);
        }
    }
}
