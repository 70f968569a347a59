package dev.darkroom.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class DocumentsTest {
    /** Ansible and PyYAML read YAML 1.1, as SnakeYAML does: there, many a text looks like something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026_08_01",
                "2026-01-08",
                "12:30",
                "0x10",
                "010",
                "6.8e+1",
                ".inf",
                "=",
                "<<",
                "~",
                "null",
                "on",
                "No",
                "y",
                "",
                " a ",
                "a: b",
                "- a",
                "*a",
                "!a",
                "one $\ntwo",
                "\u0085\u2028\u0007",
                "debian_12"
            })
    void everyTextIsReadBackAsTheTextThatItIs(String text) {
        Object tree =
                Map.of("Key", text, "Properties", Map.of(text, text), "Tags", List.of(text, Arrays.asList(1, true)));

        assertThat(new Yaml().<Object>load(Documents.yaml(tree))).isEqualTo(tree);
    }
}
