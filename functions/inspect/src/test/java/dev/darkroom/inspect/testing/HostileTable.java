package dev.darkroom.inspect.testing;

import dev.darkroom.events.DiskFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the tables beside this class. A row names what is wrong, says which bytes make it so, and what the refusal says. */
final class HostileTable {
    private HostileTable() {}

    /** Puts the bytes of a row where they belong, and makes right again what they make wrong without meaning to. */
    interface Patcher {
        void patch(Path image, List<Patch> patches) throws IOException;
    }

    record Patch(long offset, byte[] bytes) {
        void apply(Path image, long base) {
            TestImages.patch(image, base + offset, bytes);
        }
    }

    /** Rows of {@code name | offset:hex ... | reason}, each a patch of a sound image. */
    static List<HostileImage> patched(String table, DiskFormat declared, HostileImage.Maker sound, Patcher patcher) {
        return rows(table, " \\| ")
                .map(row -> HostileImage.refused(name(table, row[0]), declared, row[2], directory -> {
                    Path image = sound.in(directory);
                    patcher.patch(image, patches(row[1]));
                    return image;
                }))
                .toList();
    }

    /** As {@link #patched(String, DiskFormat, HostileImage.Maker, Patcher)}, of an image without checksums. */
    static List<HostileImage> patched(String table, DiskFormat declared, HostileImage.Maker sound) {
        return patched(table, declared, sound, (image, patches) -> patches.forEach(patch -> patch.apply(image, 0)));
    }

    static String name(String table, String row) {
        return table.replace('-', ' ') + ": " + row;
    }

    static Stream<String[]> rows(String table, String separator) {
        String file = table + ".txt";
        try (var reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(HostileTable.class.getResourceAsStream(file), file), StandardCharsets.UTF_8))) {
            return reader
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(line -> Pattern.compile(separator)
                            .splitAsStream(line)
                            .map(String::strip)
                            .toArray(String[]::new))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text in which control characters and bytes are written as in Java, {@code \xfb} included. */
    static byte[] bytes(String escaped) {
        String text = Pattern.compile("\\\\x([0-9a-f]{2})|\\\\([0nr])")
                .matcher(escaped)
                .replaceAll(found -> {
                    char character = found.group(1) != null
                            ? (char) HexFormat.fromHexDigits(found.group(1))
                            : "\0\n\r".charAt("0nr".indexOf(found.group(2)));
                    return java.util.regex.Matcher.quoteReplacement(String.valueOf(character));
                });
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Patch> patches(String cell) {
        return Stream.of(cell.split(" "))
                .map(each -> each.split(":"))
                .map(each -> new Patch(Long.parseLong(each[0]), HexFormat.of().parseHex(each[1])))
                .toList();
    }
}
