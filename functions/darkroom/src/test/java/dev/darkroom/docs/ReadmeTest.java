package dev.darkroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.EventType;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The README's tables are made from the code. To write them anew:
 * {@code mvn -pl functions/darkroom -am test -Dtest=ReadmeTest -Dsurefire.failIfNoSpecifiedTests=false -Ddarkroom.docs=write}.
 */
class ReadmeTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path README = ROOT.resolve("README.md");

    @ParameterizedTest
    @ValueSource(strings = {"events", "failure-codes", "configuration"})
    void tableIsWhatTheCodeSays(String table) throws IOException {
        String readme = Files.readString(README);
        Matcher section = Pattern.compile(
                        "(<!-- " + table + ": made from the code -->\n)(.*?)(<!-- end -->)", Pattern.DOTALL)
                .matcher(readme);
        assertThat(section.find()).as("README.md has a section for %s", table).isTrue();
        String wanted = table(table) + "\n";
        if ("write".equals(System.getProperty("darkroom.docs"))) {
            Files.writeString(
                    README, readme.substring(0, section.start(2)) + wanted + readme.substring(section.end(2)));
        } else {
            assertThat(section.group(2)).isEqualTo(wanted);
        }
    }

    @Test
    void readmeIsAtMost200Lines() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(200);
    }

    private static String table(String name) throws IOException {
        return switch (name) {
            case "events" -> events();
            case "failure-codes" -> failureCodes();
            case "configuration" -> ConfigurationTable.of(sources());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String events() {
        return "| topic | type (`dev.darkroom.` +) | said by | kept |\n|---|---|---|---|\n"
                + Arrays.stream(EventType.values())
                        .map(type -> "| `%s` | `%s` | %s | %s |"
                                .formatted(
                                        type.topic().address(),
                                        type.type().substring("dev.darkroom.".length()),
                                        type == EventType.CATALOGUE_UPDATED
                                                ? "you"
                                                : type.function() == null ? "any function" : type.function(),
                                        kept(type.topic())))
                        .collect(Collectors.joining("\n"));
    }

    private static String kept(Topic topic) {
        return topic.compacted() ? "the last of each key" : topic.retention().toDays() + " days";
    }

    private static String failureCodes() {
        return "| code | asked again | meaning |\n|---|---|---|\n"
                + Arrays.stream(FailureCode.values())
                        .map(code ->
                                "| `%s` | %s | %s |".formatted(code, code.retryable() ? "yes" : "no", code.meaning()))
                        .collect(Collectors.joining("\n"));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT.resolve("functions"))) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }
}
