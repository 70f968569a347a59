package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.ImageKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in documents, each with its place. */
class BadDocumentsTest {
    private static final String GOOD = "{source_url: https://e.org/a.qcow2}";

    private static Arguments row(String text, int line, String entry, String field, String... fragments) {
        return arguments(text, line, entry, field, fragments);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                row("", 0, null, null, "the document is empty"),
                row("# only a comment\n", 0, null, null, "the document is empty"),
                row("just text", 1, null, null, "must be a mapping with images"),
                row("$ANSIBLE_VAULT;1.1;AES256\n6162\n", 1, null, null, "must be a mapping with images"),
                row("- images\n", 1, null, null, "must be a mapping with images"),
                row("images:\n  a: {b\n", 3, null, null, "cannot be read as YAML or JSON", "flow mapping"),
                row("images:\n  a: b: c\n", 2, null, null, "mapping values are not allowed here"),
                row("images:\n\ta: b\n", 2, null, null, "cannot start any token"),
                row("images: {}\nname: \u0007\n", 2, null, null, "control character"),
                row("images: {}\n---\nimages: {}\n", 2, null, null, "but found another document"),
                row("{\"images\": {\"a\": ]}}", 1, null, null, "cannot be read as YAML or JSON"),
                row("images: *nowhere\n", 1, null, null, "undefined alias nowhere"));
    }

    static Stream<Arguments> topLevel() {
        return Stream.of(
                row("image: {}\n", 1, "image", null, "no field \"image\"", "did you mean images?"),
                row("images: {}\ncolour: red\n", 2, "colour", null, "known are catalogue, images, aliases"),
                row(
                        "visibility: private\nimages: {}\n",
                        1,
                        "visibility",
                        null,
                        "a catalogue has no field \"visibility\"",
                        "visibility is a field of images; write it below defaults"),
                row("images: {}\nmindisk: 5\n", 2, "mindisk", null, "\"mindisk\": min_disk is a field of images"),
                row("images: []\n", 1, "images", null, "images must be a mapping", "but is a list"),
                row("\naliases: a\n", 2, "aliases", null, "aliases must be a mapping", "\"a\""),
                row("wiring: [a]\n", 1, "wiring", null, "wiring must be a mapping"),
                row("defaults: 1\n", 1, "defaults", null, "defaults must be a mapping of fields"),
                row("catalogue: My Platform\n", 1, "catalogue", null, "catalogue must match", "\"My Platform\""),
                row("catalogue: {a: b}\n", 1, "catalogue", null, "catalogue must match"),
                row("include: {a: b}\n", 1, "include", null, "include must be a path or a URL", "a mapping"),
                row("include:\n  - \n", 2, "include", null, "include must be a path or a URL", "null"),
                row(
                        "include: ['{{ x }}.yaml']\n",
                        1,
                        "include",
                        null,
                        "include is the Jinja expression \"{{ x }}.yaml\""),
                row("images: '{{ x }}'\n", 1, "images", null, "images is the Jinja expression \"{{ x }}\""),
                row("include: missing.yaml\n", 1, "include", null, "there is no document missing.yaml"),
                row(
                        "include: file:///etc/passwd\n",
                        1,
                        "include",
                        null,
                        "relative to its document",
                        "file:///etc/passwd"),
                row("[a]: b\n", 1, null, null, "a key must be text"));
    }

    static Stream<Arguments> entries() {
        return Stream.of(
                row(
                        "images:\n  a: " + GOOD + "\n  a: " + GOOD + "\n",
                        3,
                        "images.a",
                        null,
                        "\"a\" stands twice",
                        "on line 2 and on line 3"),
                row(
                        "images:\n  a:\n    source_url: https://e.org/a.qcow2\n    name: x\n\n    name: y\n",
                        6,
                        "images.a",
                        "name",
                        "\"name\" stands twice, on line 4 and on line 6"),
                row(
                        "images:\n  a:\n    source_url: https://e.org/a.qcow2\n    properties:\n      b: c\n      b: c\n",
                        6,
                        "images.a",
                        "properties.b",
                        "stands twice, on line 5 and on line 6"),
                row("images:\n  a:\n", 2, "images.a", null, "must be a mapping of fields but is null"),
                row("images:\n  A: " + GOOD, 2, "images.A", null, "key must match"),
                row("images:\n  a:\n    name: x\n", 2, "images.a", "source_url", "source_url is missing"),
                row(
                        "images:\n  a:\n    source_url: https://e.org/a.qcow2\n    visiblity: private\n",
                        4,
                        "images.a",
                        "visiblity",
                        "did you mean visibility?"),
                row(
                        "images:\n  a:\n    source_url: https://e.org/a.qcow2\n    tags:\n    - a\n    - [b]\n",
                        6,
                        "images.a",
                        "tags",
                        "tags must be text but is a list"),
                row(
                        "images:\n  a:\n    source_url: https://e.org/a.qcow2\n    properties:\n      os_glance_x: y\n",
                        5,
                        "images.a",
                        "properties.os_glance_x",
                        "belong to Glance"),
                row(
                        "images:\n  a:\n    source_url: https://e.org/a.qcow2\n    name: !vault x\n",
                        4,
                        "images.a",
                        "name",
                        "the tag \"!vault\" is not read"),
                row(
                        "images:\n  a: !!python/object:os.system\n    source_url: https://e.org/a.qcow2\n",
                        2,
                        "images.a",
                        null,
                        "the tag \"tag:yaml.org,2002:python/object:os.system\" is not read"),
                row(
                        "images:\n  a:\n    <<: text\n    source_url: https://e.org/a.qcow2\n",
                        3,
                        "images.a",
                        null,
                        "<< must name a mapping"),
                row(
                        "images:\n  a:\n    source_url: https://e.org/a.qcow2\n    ? {b: c}\n    : d\n",
                        4,
                        "images.a",
                        null,
                        "a key must be text"),
                row(
                        "images:\n  a:\n    source_url: https://e.org/a.qcow2\n    name: '{{ x }}'\n",
                        4,
                        "images.a",
                        "name",
                        "Jinja expression \"{{ x }}\""),
                row(
                        "images:\n  a:\n    <<: {visibility: community}\n    <<: {visibility: private}\n    source_url:"
                                + " https://e.org/a.qcow2\n",
                        4,
                        "images.a",
                        null,
                        "<< stands twice, on line 3 and on line 4"),
                row("aliases:\n  b: a\n  b: c\n", 3, "aliases.b", null, "stands twice"),
                row("aliases:\n  b: [a]\n", 2, "aliases.b", null, "must be text but is a list"),
                row("aliases:\n  b:\n", 2, "aliases.b", null, "has no value: name what it points at, or write null"),
                row("wiring: {b: }\n", 1, "wiring.b", null, "has no value: name what it points at, or write null"),
                row("wiring:\n  a-b: a\n", 2, "wiring.a-b", null, "name of a variable"),
                row("defaults:\n  visibility: open\n", 2, "defaults", "visibility", "visibility must be one of"));
    }

    @ParameterizedTest
    @MethodSource({"unreadable", "topLevel", "entries"})
    void aMistakeIsSaidWithItsPlace(String text, int line, String entry, String field, String... fragments) {
        CatalogueRead read = Shelf.document(text);

        assertThat(read.mistakes()).hasSize(1);
        Mistake mistake = read.mistakes().getFirst();
        assertThat(mistake)
                .extracting(Mistake::file, Mistake::line, Mistake::entry, Mistake::field)
                .containsExactly("catalogue.yaml", line, entry, field);
        assertThat(mistake.message()).contains(fragments);
        assertThat(read.keys()).as("what is wrong is in no event").isEmpty();
        assertThat(read.events()).isEmpty();
    }

    @Test
    void everyMistakeIsSaidInOrderAndTheGoodEntriesGoOn() {
        CatalogueRead read = Shelf.document("""
                catalog: platform
                defaults:
                  visibility: comunity
                images:
                  bad:
                    source_url: ftp://e.org/a
                    visibility: private
                  good:
                    source_url: https://e.org/a.qcow2
                    visibility: private
                  heir_one: {source_url: https://e.org/a.qcow2}
                  heir_two: {source_url: https://e.org/a.qcow2, min_dsk: 4}
                aliases:
                  desktop: good
                  Desktop: good
                """);

        assertThat(read.mistakes())
                .extracting(Mistake::line, Mistake::entry, Mistake::field)
                .containsExactly(
                        tuple(1, "catalog", null),
                        tuple(3, "defaults", "visibility"),
                        tuple(6, "images.bad", "source_url"),
                        tuple(12, "images.heir_two", "min_dsk"),
                        tuple(15, "aliases.Desktop", null));
        assertThat(read.mistakes().get(1).message()).contains("comunity");
        assertThat(read.mistakes().get(2).message()).contains("ftp://e.org/a");
        assertThat(read.keys()).containsExactly(new ImageKey("good"));
        assertThat(Judged.of(read).aliases()).hasSize(1);
    }

    @Test
    void whatStandsTwiceInDefaultsSpoilsTheImagesThatInheritIt() {
        CatalogueRead read =
                Shelf.document("defaults: {visibility: private, visibility: public}\nimages: {a: " + GOOD + "}");

        assertThat(read.mistakes())
                .extracting(Mistake::entry, Mistake::field)
                .containsExactly(tuple("defaults", "visibility"));
        assertThat(read.keys()).isEmpty();
    }

    /** Each of these would be published as it must not be, if what could be read were all that is said. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "defalts: {visibility: private}",
                "imges: {a: {visibility: private}}",
                "private: {visibility: private}",
                "images_of_ours: [a]",
                "inclde: private.yaml",
                "defalts: '{{ our_defaults }}'",
                "include: missing.yaml",
                "include: {a: b}",
                "include: x://private.yaml",
                "defaults: [visibility=private]",
                "[defaults]: {visibility: private}",
                "visibility: private",
                "visiblity: private",
                "hidden: yes",
                "disk_format: raw",
                "share_with: {}",
                "name: ours",
                "cosign_bundle:",
                "<<: defaults"
            })
    void whatMayHideSomethingAboutImagesSpoilsThemAll(String mistake) {
        CatalogueRead read = Shelf.document("images: {a: " + GOOD + "}\naliases: {b: a}\n" + mistake + "\n");

        assertThat(read.mistakes()).hasSize(1);
        assertThat(read.keys()).isEmpty();
        assertThat(read.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog: ours", "aliasses: {b: a}", "wirings: {c: b}", "aliases: [b]", "version: 1"})
    void whatIsNotAboutImagesSpoilsNone(String mistake) {
        CatalogueRead read = Shelf.document("images: {a: " + GOOD + "}\n" + mistake + "\n");

        assertThat(read.mistakes()).hasSize(1);
        assertThat(read.keys()).containsExactly(new ImageKey("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults: {visibility: private}", "include: private.yaml"})
    void aSectionOneLevelTooLowSpoilsThemAll(String section) {
        CatalogueRead read = Shelf.document("images:\n  a: " + GOOD + "\n  " + section + "\n");

        assertThat(read.mistakes()).isNotEmpty();
        assertThat(read.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"images: {a: {visibility: private}", "", "- a", "imges: {a: {visibility: private}}"})
    void aDocumentThatCannotBeReadSpoilsTheOthers(String other) {
        String good = "images: {a: " + GOOD + "}\n";
        Shelf shelf = new Shelf()
                .put("a.yaml", good)
                .put("b.yaml", other)
                .put("c.yaml", "include: b.yaml\n" + good)
                .put("d.yaml", "images: []\ninclude: a.yaml\n");

        assertThat(shelf.catalogue("a.yaml", "b.yaml").events()).isEmpty();
        assertThat(shelf.catalogue("c.yaml").events()).isEmpty();
        assertThat(shelf.catalogue("d.yaml").events()).isEmpty();
        assertThat(shelf.catalogue("a.yaml", "missing.yaml").events()).isEmpty();
        assertThat(shelf.catalogue("a.yaml").keys()).hasSize(1);
    }

    @Test
    void aSectionThatStandsTwiceLosesNothing() {
        CatalogueRead read = Shelf.document("images: {a: " + GOOD + "}\nimages: {b: " + GOOD + "}\n");

        assertThat(read.mistakes()).hasSize(1);
        assertThat(read.mistakes().getFirst().message()).contains("\"images\" stands twice, on line 1 and on line 2");
        assertThat(read.keys()).containsExactly(new ImageKey("a"), new ImageKey("b"));
    }
}
