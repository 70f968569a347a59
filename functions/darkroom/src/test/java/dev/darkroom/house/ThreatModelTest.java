package dev.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the threat model names a test and mutants that there are, and each mutant stands in a row. */
class ThreatModelTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path MODEL = ROOT.resolve("infra/decisions/0002-threat-model.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+) (\\w+)#(\\w+)`");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9-]+)`");
    private static final int CELLS = 5;

    /** An attack, the test that proves what stops it, and the mutants without that. */
    record Row(String attack, String test, Set<String> mutants) {
        static Row of(String line) {
            String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
            assertThat(cells).as(line).hasSize(CELLS);
            Set<String> mutants = NAME.matcher(cells[4])
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toSet());
            return new Row(cells[0].strip(), cells[3].strip(), mutants);
        }

        @Override
        public String toString() {
            return attack;
        }
    }

    static List<Row> rows() throws IOException {
        return Files.readAllLines(MODEL).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack |"))
                .map(Row::of)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowNamesATestAndMutantsThatThereAre(Row row) throws IOException {
        Matcher test = TEST.matcher(row.test());
        assertThat(test.matches()).as(row.test()).isTrue();
        assertThat(source(test.group(1), test.group(2))).contains(" void " + test.group(3) + "(");
        assertThat(mutants()).containsAll(row.mutants());
    }

    @Test
    void everyMutantStandsInARow() throws IOException {
        Set<String> named =
                rows().stream().flatMap(row -> row.mutants().stream()).collect(Collectors.toSet());

        assertThat(named).isNotEmpty().isEqualTo(mutants());
    }

    /** Whoever changes a defence changes what removes it: else the next run of all mutants stops at it. */
    @Test
    void everyMutantTakesAwayLinesThatStandWhereItSaysOnce() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("infra/faults/mutants"))) {
            for (Path file : files.toList()) {
                for (String edit : Files.readString(file).split("\n(?=in )")) {
                    List<String> lines = edit.lines().toList();
                    List<String> taken = lines.stream()
                            .filter(line -> line.startsWith("- "))
                            .map(line -> line.substring(2).strip())
                            .toList();
                    if (!taken.isEmpty()) {
                        assertThat(places(ROOT.resolve(lines.getFirst().substring(3)), taken))
                                .as("%s: %s", file.getFileName(), taken)
                                .isOne();
                    }
                }
            }
        }
    }

    private static long places(Path source, List<String> taken) throws IOException {
        List<String> lines = lines(source).map(String::strip).toList();
        return IntStream.rangeClosed(0, lines.size() - taken.size())
                .filter(at -> lines.subList(at, at + taken.size()).equals(taken))
                .count();
    }

    private static String source(String module, String test) throws IOException {
        Path folder = module.equals("events")
                ? ROOT.resolve(module)
                : ROOT.resolve("functions").resolve(module);
        try (Stream<Path> sources = Files.walk(folder.resolve("src/test/java"))) {
            Path file = sources.filter(each -> each.endsWith(test + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(module + " has no " + test));
            return Files.readString(file);
        }
    }

    private static Set<String> mutants() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("infra/faults/mutants"))) {
            return files.flatMap(ThreatModelTest::lines)
                    .filter(line -> line.startsWith("mutant "))
                    .map(line -> line.substring("mutant ".length()))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
