package dev.darkroom.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ShowOptionsTest {
    @Command
    private static final class Holder {
        @Mixin
        private final ShowOptions output = new ShowOptions();
    }

    private static String write(String... arguments) {
        var holder = new Holder();
        new CommandLine(holder).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Key", "debian_12");
        fields.put("Disk Format", "raw");
        fields.put("Reason", null);
        fields.put("History", "one $\ntwo");
        return holder.output.write(fields);
    }

    @Test
    void tableHasALineForEachField() {
        assertThat(write()).isEqualTo("""
                        +-------------+-----------+
                        | Field       | Value     |
                        +-------------+-----------+
                        | Key         | debian_12 |
                        | Disk Format | raw       |
                        | Reason      |           |
                        | History     | one $     |
                        |             | two       |
                        +-------------+-----------+
                        """);
    }

    @Test
    void valueIsALineForEachField() {
        assertThat(write("-f", "value", "-c", "disk format", "-c", "KEY")).isEqualTo("debian_12\nraw\n");
        assertThat(write("-f", "value", "-c", "Reason")).isEqualTo("None\n");
    }

    @Test
    void jsonIsOneObject() {
        assertThat(write("-f", "json", "--noindent", "-c", "Key", "-c", "Reason"))
                .isEqualTo("{\"Key\":\"debian_12\",\"Reason\":null}\n");
    }

    @Test
    void shellCanBeEvaluated() {
        assertThat(write("-f", "shell", "--prefix", "image_", "-c", "Disk Format", "-c", "History"))
                .isEqualTo("image_disk_format=\"raw\"\nimage_history=\"one \\$\ntwo\"\n");
    }
}
