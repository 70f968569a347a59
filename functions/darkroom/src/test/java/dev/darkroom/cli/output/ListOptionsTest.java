package dev.darkroom.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ListOptionsTest {
    private static final Rows ROWS = new Rows(
            List.of("Key", "Size", "Properties", "Tags"),
            List.of(
                    Rows.line("b", 9L, new TreeMap<>(Map.of("os", "debian", "arch", "x86")), List.of("x", "y")),
                    Rows.line("a \"q\"", 10L, Map.of(), List.of()),
                    Rows.line("c", null, null, null)));

    @Command
    private static final class Holder {
        @Mixin
        private final ListOptions output = new ListOptions();
    }

    private static String write(String... arguments) {
        var holder = new Holder();
        new CommandLine(holder).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return holder.output.write(ROWS);
    }

    @Test
    void tableIsTheDefault() {
        assertThat(write()).isEqualTo("""
                        +-------+------+-------------------------+------+
                        | Key   | Size | Properties              | Tags |
                        +-------+------+-------------------------+------+
                        | b     | 9    | arch='x86', os='debian' | x, y |
                        | a "q" | 10   |                         |      |
                        | c     |      |                         |      |
                        +-------+------+-------------------------+------+
                        """);
    }

    @Test
    void wideColumnsAreWrappedAtSpaces() {
        assertThat(write("--max-width", "40", "-c", "Key", "-c", "Properties"))
                .contains("| b     | arch='x86', os='debian' |");
        assertThat(write("--max-width", "28", "-c", "Key", "-c", "Properties"))
                .contains("| b     | arch='x86',      |", "|       | os='debian'      |");
    }

    @Test
    void jsonHasTheHeadingsAsNames() {
        assertThat(write("-f", "json", "--noindent")).isEqualTo("""
                        [{"Key":"b","Size":9,"Properties":{"arch":"x86","os":"debian"},"Tags":["x","y"]},\
                        {"Key":"a \\"q\\"","Size":10,"Properties":{},"Tags":[]},\
                        {"Key":"c","Size":null,"Properties":null,"Tags":null}]
                        """);
        assertThat(write("-f", "json", "-c", "key")).startsWith("[\n  {\n    \"Key\" : \"b\"\n  },\n");
    }

    @Test
    void yamlHasTheHeadingsAsNames() {
        assertThat(write("-f", "yaml", "-c", "Key", "-c", "Size")).isEqualTo("""
                        - Key: "b"
                          Size: 9
                        - Key: "a \\"q\\""
                          Size: 10
                        - Key: "c"
                          Size: null
                        """);
    }

    @Test
    void valueHasNoHeadings() {
        assertThat(write("-f", "value", "-c", "Size", "-c", "Key")).isEqualTo("b 9\na \"q\" 10\nc None\n");
    }

    @Test
    void csvQuotesWhatIsNoNumber() {
        assertThat(write("-f", "csv", "-c", "Key", "-c", "Size"))
                .isEqualTo("\"Key\",\"Size\"\n\"b\",9\n\"a \"\"q\"\"\",10\n\"c\",\"\"\n");
        assertThat(write("-f", "csv", "--quote", "minimal", "-c", "Key")).isEqualTo("Key\nb\n\"a \"\"q\"\"\"\nc\n");
    }

    @Test
    void numbersAreSortedAsNumbersAndNothingComesLast() {
        assertThat(write("-f", "value", "-c", "Size", "--sort-column", "size")).isEqualTo("9\n10\nNone\n");
    }

    @Test
    void aColumnThatThereIsNotIsNamedBesideThoseThatThereAre() {
        assertThatThrownBy(() -> write("-c", "Name"))
                .isInstanceOf(UnknownColumnException.class)
                .hasMessage("there is no column \"Name\"; there are: Key, Size, Properties, Tags");
    }
}
