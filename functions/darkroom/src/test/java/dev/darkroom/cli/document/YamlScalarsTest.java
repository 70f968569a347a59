package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Visibility;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write is what arrives, whatever YAML 1.1 would make of it. */
class YamlScalarsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "24.04",
                "12.10",
                "1e3",
                "010",
                "0o10",
                "0x1F",
                "1_000",
                "12:30:45",
                "2026-01-08",
                "2026-01-08T01:02:03Z",
                "on",
                "off",
                "yes",
                "No",
                "True",
                "true",
                "false",
                "y",
                "12",
                "-5",
                "-0",
                "007",
                "+1",
                ".inf",
                "NaN",
                "=",
                "999999999999999999999999",
                "1.0",
                "0"
            })
    void aPropertyIsTheTextThatWasWritten(String written) {
        CatalogueRead read = Shelf.document("images:\n  a:\n    source_url: https://e.org/a.qcow2\n    properties:\n"
                + "      os_version: " + written + "\n      quoted: \"" + written + "\"\n");

        assertThat(read.mistakes()).isEmpty();
        assertThat(Judged.of(read).images().get("a").properties())
                .isEqualTo(Map.of("os_version", written, "quoted", written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "010", "2026-01-08", "no", "24.04"})
    void namesMayLookLikeAnything(String key) {
        CatalogueRead read = Shelf.document("images:\n  " + key
                + ": {source_url: https://e.org/a.qcow2}\naliases:\n  name_" + key + ": " + key + "\n");

        assertThat(read.mistakes()).isEmpty();
        assertThat(Judged.of(read).images()).containsOnlyKeys(key);
        assertThat(Judged.of(read).aliases().values())
                .extracting(Object::toString)
                .containsExactly(key);
    }

    @Test
    void aTagMakesNothingElseOfAText() {
        CatalogueRead read = Shelf.document("images: {a: {source_url: https://e.org/a.qcow2, protected: !!bool yes,"
                + " hidden: !!bool On, visibility: !!null private,"
                + " properties: {a: !!str null, b: !!null ~}}}");

        ImageSpec spec = Judged.of(read).images().get("a");
        assertThat(spec.hidden()).isTrue();
        assertThat(spec.protectedImage()).isTrue();
        assertThat(spec.visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(spec.properties()).isEqualTo(Map.of("a", "null"));
    }

    @Test
    void booleansMayBeWrittenAsAnsibleUsersDo() {
        CatalogueRead read = Shelf.document(
                "images: {a: {source_url: https://e.org/a.qcow2, hidden: on, protected: True, web_console_supported: yes}}");

        ImageSpec spec = Judged.of(read).images().get("a");
        assertThat(spec.hidden()).isTrue();
        assertThat(spec.protectedImage()).isTrue();
        assertThat(spec.tags()).hasSize(1);
    }

    @Test
    void anchorsAliasesAndMergeKeysAreFollowed() {
        CatalogueRead read = Shelf.document("""
                defaults: &usual {visibility: private, min_disk: 4}
                images:
                  a: &a
                    <<: *usual
                    source_url: &url https://e.org/a.qcow2
                  b:
                    <<: [{min_disk: 8}, *a]
                    name: *url
                    visibility: public
                """);

        assertThat(read.mistakes()).isEmpty();
        Map<String, ImageSpec> images = Judged.of(read).images();
        assertThat(images.get("a").visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(images.get("b"))
                .extracting(ImageSpec::name, ImageSpec::visibility, ImageSpec::minDisk)
                .containsExactly("https://e.org/a.qcow2", Visibility.PUBLIC, 8);
    }

    @Test
    void jsonIsReadWithTabsAndEscapes() {
        CatalogueRead read = Shelf.document(
                "\ufeff{\n\t\"images\": {\n\t\t\"a\": {\t\"source_url\": \"https:\\/\\/e.org\\/a.qcow2\","
                        + "\n\t\t\"name\": \"\\u00fc \\ud83d\\ude00\", \"min_disk\": 3, \"hidden\": true, \"checksum\": null}\n\t}\n}\n");

        assertThat(read.mistakes()).isEmpty();
        ImageSpec spec = Judged.of(read).images().get("a");
        assertThat(spec.name()).isEqualTo("\u00fc \ud83d\ude00");
        assertThat(spec.minDisk()).isEqualTo(3);
        assertThat(spec.hidden()).isTrue();
    }

    @Test
    void aMistakeInJsonHasItsLineToo() {
        CatalogueRead read = Shelf.document(
                "{\n\t\"images\": {\n\t\t\"a\": {\"source_url\": \"https://e.org/a.qcow2\",\n\t\t\"min_disk\": \"x\"}}}");

        assertThat(read.mistakes()).hasSize(1);
        assertThat(read.mistakes().getFirst().line()).isEqualTo(4);
    }
}
