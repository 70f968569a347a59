package dev.darkroom.fetch;

import dev.darkroom.staging.disk.SmallFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** A small file of {@code name=value} lines beside a large one, replaced as a whole. */
final class Sidecar {
    private static final int LONGEST = 64 * 1024;

    private Sidecar() {}

    static void write(Path file, Map<String, String> values) throws IOException {
        var lines = new Properties();
        lines.putAll(values);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (Writer out = Files.newBufferedWriter(next)) {
            lines.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Empty when there is none, or when it is not one of ours. */
    static Optional<Map<String, String>> read(Path file) throws IOException {
        try {
            Optional<byte[]> bytes = SmallFile.read(file, LONGEST);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            var lines = new Properties();
            lines.load(new StringReader(new String(bytes.get(), StandardCharsets.UTF_8)));
            var values = new TreeMap<String, String>();
            lines.stringPropertyNames().forEach(name -> values.put(name, lines.getProperty(name)));
            return Optional.of(values);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
