package dev.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the files of the house. */
class SourcesTest {
    private static final Path ROOT = Path.of("../..");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules", ".idea");
    /** In two parts, so that this file passes. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    private final List<Path> files = files();

    @Test
    void everyPackageSaysWhatItKnows() {
        var without = new TreeSet<Path>();
        java("main").map(Path::getParent).forEach(directory -> {
            if (!Files.exists(directory.resolve("package-info.java"))) {
                without.add(ROOT.relativize(directory));
            }
        });

        assertThat(without).as("packages without package-info.java").isEmpty();
    }

    @Test
    void classesAreSmall() {
        long[] lines = java("main")
                .filter(SourcesTest::isClass)
                .mapToLong(SourcesTest::lines)
                .sorted()
                .toArray();
        long median = lines[(lines.length - 1) / 2];
        long p90 = lines[(lines.length * 9 + 9) / 10 - 1];
        System.out.printf(
                "%d classes: median %d lines, p90 %d, longest %d%n",
                lines.length, median, p90, lines[lines.length - 1]);

        assertThat(median).as("median of lines").isLessThanOrEqualTo(70);
        assertThat(p90).as("90th percentile of lines").isLessThanOrEqualTo(200);
    }

    @Test
    void noClassIsLongerThan400Lines() {
        assertThat(Stream.concat(java("main"), java("test")).filter(file -> lines(file) > 400))
                .as("classes of more than 400 lines")
                .isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertThat(files.stream().filter(file -> UNFINISHED.matcher(text(file)).find()))
                .as("files that say that something is still to be done")
                .isEmpty();
    }

    private Stream<Path> java(String kind) {
        return files.stream()
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> file.toString().contains("/src/" + kind + "/java/"));
    }

    private static boolean isClass(Path file) {
        return !file.endsWith("package-info.java");
    }

    private static long lines(Path file) {
        return text(file).lines().count();
    }

    /** Its text; empty for what is none, such as an image. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file of the repository, made ones left out. */
    private static List<Path> files() {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(String.valueOf(directory.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && attributes.size() < 1 << 20) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
