package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.events.Alias;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Visibility;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several documents as one catalogue: which of them wins, and what is included from where. */
class MergedDocumentsTest {
    private static final String BASE = """
            catalogue: base
            defaults: {min_disk: 5, properties: {os_distro: debian, os_admin_user: debian}}
            images:
              a: {source_url: https://e.org/a.qcow2, visibility: private, tags: [base], properties: [os_version=11]}
              b: {source_url: https://e.org/b.qcow2}
            aliases: {desktop: a, server: b}
            wiring: {image_of_server: server}
            """;

    @Test
    void laterDocumentsAreMergedOverEarlierOnesFieldByField() {
        CatalogueRead read =
                new Shelf().put("base.yaml", BASE).put("more.yaml", """
                        images:
                          a: {tags: [more], properties: {os_version: "12", os_admin_user: }}
                        aliases: {desktop: b}
                        """).catalogue("base.yaml", "more.yaml");

        assertThat(read.mistakes()).isEmpty();
        Judged judged = Judged.of(read);
        ImageSpec a = judged.images().get("a");
        assertThat(a.visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(a.tags()).containsExactly("more");
        assertThat(a.minDisk()).isEqualTo(5);
        assertThat(a.properties()).isEqualTo(Map.of("os_distro", "debian", "os_version", "12"));
        assertThat(judged.aliases())
                .isEqualTo(Map.of(new Alias("desktop"), new ImageKey("b"), new Alias("server"), new ImageKey("b")));
        assertThat(judged.wiring()).isEqualTo(Map.of("image_of_server", "server"));
    }

    @Test
    void theLastDocumentSaysWhetherANameIsTakenAway() {
        CatalogueRead read = new Shelf()
                .put("base.yaml", BASE)
                .put("platform.yaml", """
                        include: base.yaml
                        aliases: {desktop: null, back: ~, mistyped: ~}
                        wiring: {image_of_server: null, image_of_desktop: desktop}
                        """)
                .put("more.yaml", "aliases: {back: b}")
                .catalogue("platform.yaml", "more.yaml");

        assertThat(read.mistakes()).isEmpty();
        Judged judged = Judged.of(read);
        assertThat(judged.aliases())
                .hasSize(4)
                .containsEntry(new Alias("desktop"), null)
                .containsEntry(new Alias("back"), new ImageKey("b"))
                .containsEntry(new Alias("mistyped"), null);
        assertThat(judged.wiring()).hasSize(2).containsEntry("image_of_server", null);
        assertThat(read.warnings())
                .extracting(Mistake::file, Mistake::line, Mistake::entry, Mistake::message)
                .containsExactly(
                        tuple("platform.yaml", 2, "aliases.desktop", "is taken away"),
                        tuple("platform.yaml", 2, "aliases.mistyped", "is taken away"),
                        tuple("platform.yaml", 3, "wiring.image_of_server", "is taken away"));
        assertThat(read.looseEnds())
                .extracting(
                        each -> each.warning().entry(), each -> each.warning().message())
                .containsExactly(tuple(
                        "wiring.image_of_desktop",
                        "leads to desktop, which no catalogue has named: a slip, unless another one brings it"));
    }

    @Test
    void whatLeadsOutOfTheCatalogueIsNoted() {
        CatalogueRead read = Shelf.document("""
                images: {a: {source_url: https://e.org/a.qcow2}}
                aliases: {desktop: a, server: elsewhere}
                wiring: {one: desktop, two: a, three: server, four: nowhere}
                """);

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.looseEnds())
                .extracting(
                        each -> each.warning().line(), each -> each.warning().entry(), LooseEnd::name)
                .containsExactly(
                        tuple(2, "aliases.server", "elsewhere"),
                        tuple(3, "wiring.four", "nowhere"),
                        tuple(3, "wiring.three", "elsewhere"));
    }

    /** The other entries are published with {@code --keep-going}: these lead to nothing then. */
    @Test
    void whatLeadsToAnImageWithMistakesIsNoted() {
        CatalogueRead read = Shelf.document("""
                images: {a: {source_url: https://e.org/a.qcow2}, worse_1: {source_url: https://e.org/b.qcow2, min_disk: 10G}}
                aliases: {good: a, worse: worse_1}
                wiring: {one: good, two: worse, three: worse_1}
                """);

        assertThat(read.mistakes()).hasSize(1);
        assertThat(read.looseEnds())
                .extracting(each -> each.warning().entry(), LooseEnd::name)
                .containsExactly(
                        tuple("aliases.worse", "worse_1"),
                        tuple("wiring.three", "worse_1"),
                        tuple("wiring.two", "worse_1"));
        assertThat(read.looseEnds())
                .extracting(each -> each.warning().message())
                .containsOnly("leads to worse_1, which is not published because of its mistakes");
    }

    @Test
    void defaultsReachOnlyTheImagesOfTheirDocumentAndNeverReplaceAField() {
        CatalogueRead read =
                new Shelf().put("base.yaml", BASE).put("platform.yaml", """
                        include: base.yaml
                        defaults: {visibility: public, min_disk: 9, min_ram: 512}
                        images:
                          a: {name: Ours}
                          c: {source_url: https://e.org/c.qcow2}
                        """).catalogue("platform.yaml");

        Map<String, ImageSpec> images = Judged.of(read).images();
        assertThat(images.get("a"))
                .extracting(ImageSpec::name, ImageSpec::visibility, ImageSpec::minDisk, ImageSpec::minRam)
                .containsExactly("Ours", Visibility.PRIVATE, 9, 512);
        assertThat(images.get("b"))
                .extracting(ImageSpec::visibility, ImageSpec::minDisk, ImageSpec::minRam)
                .containsExactly(Visibility.COMMUNITY, 5, 0);
        assertThat(images.get("c").properties()).isEmpty();
    }

    @Test
    void aCatalogueIsNamedByTheLastListedDocumentThatSaysOne() {
        Shelf shelf = new Shelf()
                .put("base.yaml", BASE)
                .put("dir/Our Platform.2026.yml", "include: ../base.yaml")
                .put("other.yaml", "catalogue: other\nimages: {}")
                .put("https://e.org/.hidden.json?token=s3cret", "{}")
                .put("-", "{}");

        assertThat(shelf.catalogue("dir/Our Platform.2026.yml").name()).hasToString("our_platform.2026");
        assertThat(shelf.catalogue("other.yaml", "base.yaml").name()).hasToString("base");
        assertThat(shelf.catalogue("https://e.org/.hidden.json?token=s3cret").name())
                .hasToString("hidden");
        assertThat(shelf.catalogue("-").name()).hasToString("catalogue");
    }

    @Test
    void whatIsIncludedIsReadOnceAndRelativeToItsDocument() {
        String includes = "include: [one.yaml, sub/two.yaml]";
        Shelf shelf = new Shelf()
                .put("cat/platform.yaml", includes)
                .put("cat/one.yaml", "include: ../base.yaml\nimages: {a: {name: one}}")
                .put("cat/sub/two.yaml", "include: ../../base.yaml\nimages: {a: {name: two}}")
                .put("base.yaml", BASE);
        CatalogueRead read = shelf.catalogue("./cat/platform.yaml");

        assertThat(read.mistakes()).isEmpty();
        assertThat(shelf.asked()).containsExactly("cat/platform.yaml", "cat/one.yaml", "base.yaml", "cat/sub/two.yaml");
        assertThat(Judged.of(read).images().get("a").name()).isEqualTo("two");
    }

    @Test
    void aDocumentOnTheWebIncludesOthersOnTheWeb() {
        Shelf shelf = new Shelf()
                .put(
                        "https://e.org/sets/platform.yaml?token=s3cret",
                        "include: ['base.yaml?rev=2', /etc/passwd, //f.org/x.yaml]")
                .put("https://e.org/sets/base.yaml?rev=2", BASE)
                .put("https://e.org/etc/passwd", "images: {}")
                .put("https://f.org/x.yaml", "images: {}");
        CatalogueRead read = shelf.catalogue("https://e.org/sets/platform.yaml?token=s3cret");

        assertThat(read.mistakes()).isEmpty();
        assertThat(shelf.asked()).hasSize(4);
        assertThat(read.keys()).hasSize(2);
    }

    @Test
    void aDocumentOnTheWebCannotIncludeAFile() {
        CatalogueRead read = new Shelf()
                .put(
                        "https://e.org/a.yaml?sig=s3cret",
                        "include: [file:///etc/passwd, 'a b', 'jar:http://x']\nimage: {}")
                .catalogue("https://e.org/a.yaml?sig=s3cret");

        assertThat(read.mistakes()).extracting(Mistake::file).hasSize(4).containsOnly("https://e.org/a.yaml");
        assertThat(read.mistakes())
                .extracting(Mistake::message)
                .satisfiesExactly(
                        file -> assertThat(file).contains("file:///etc/passwd"),
                        path -> assertThat(path).contains("a b"),
                        jar -> assertThat(jar).contains("jar:http://x"),
                        field -> assertThat(field).contains("\"image\""));
        assertThat(read.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:/../a.yaml",
                "x:a.yaml",
                "X:/etc/passwd",
                "file:/etc/passwd",
                "FILE:///etc/passwd",
                "http:a.yaml",
                "https:/etc/passwd",
                "\\\\host\\a.yaml",
                "..\\a.yaml",
                "/%zz",
                ":a.yaml"
            })
    void aDocumentOnTheWebLeadsToNothingElse(String include) {
        Shelf shelf = new Shelf()
                .put("https://e.org/a.yaml", "include: '" + include + "'")
                .put("a.yaml", BASE)
                .put("etc/passwd", BASE);
        CatalogueRead read = shelf.catalogue("https://e.org/a.yaml");

        assertThat(shelf.asked()).containsExactly("https://e.org/a.yaml");
        assertThat(read.mistakes()).hasSize(1);
        assertThat(read.mistakes().getFirst().message()).startsWith("include ").contains(include);
    }

    @ParameterizedTest
    @CsvSource({
        "//f.org/b.yaml,      https://f.org/b.yaml",
        "'?rev=2',            https://e.org/sets/?rev=2",
        "%2e%2e/b.yaml,       https://e.org/sets/%2e%2e/b.yaml",
        "../../b.yaml,        https://e.org/../b.yaml",
        "///etc/passwd,       https://e.org/etc/passwd",
    })
    void whatADocumentOnTheWebIncludesIsOnTheWeb(String include, String url) {
        Shelf shelf = new Shelf()
                .put("https://e.org/sets/a.yaml", "include: '" + include + "'")
                .put(url, BASE);

        assertThat(shelf.catalogue("https://e.org/sets/a.yaml").mistakes()).isEmpty();
        assertThat(shelf.asked()).containsExactly("https://e.org/sets/a.yaml", url);
    }

    @Test
    void aLocalFileMayHaveAColonInItsName() {
        Shelf shelf = new Shelf().put("a.yaml", "include: x:b.yaml").put("x:b.yaml", BASE);

        assertThat(shelf.catalogue("a.yaml").mistakes()).isEmpty();
    }

    @Test
    void aUrlIsAskedForAsItIsWrittenAndRecognisedInAnotherSpelling() {
        Shelf shelf = new Shelf()
                .put("a.yaml", "include: ['https://e.org/x//b.yaml', 'https://e.org/x/./b.yaml']")
                .put("https://e.org/x//b.yaml", BASE)
                .put("https://e.org//c.yaml", "include: a.yaml");
        CatalogueRead read = shelf.catalogue("a.yaml", "https://e.org//c.yaml");

        assertThat(shelf.asked())
                .containsExactly("a.yaml", "https://e.org/x//b.yaml", "https://e.org//c.yaml", "https://e.org/a.yaml");
        assertThat(read.mistakes()).extracting(Mistake::file).containsExactly("https://e.org//c.yaml");
    }

    @Test
    void anIncludeThatCarriesASecretIsNotAskedForNorShown() {
        Shelf shelf = new Shelf()
                .put(
                        "a.yaml",
                        "include:\n- https://me:s3cret@e.org/b.yaml\n- https://e.org/c.yaml?sig=s3cret\n- d.yaml")
                .put("d.yaml", BASE);
        CatalogueRead read = shelf.catalogue("a.yaml");

        assertThat(shelf.asked()).containsExactly("a.yaml", "d.yaml");
        assertThat(read.mistakes()).extracting(Mistake::line).containsExactly(2, 3);
        assertThat(read.mistakes())
                .allSatisfy(mistake -> assertThat(mistake.message())
                        .startsWith("include must not carry a secret")
                        .contains("darkroom.origins.credentials"));
        assertThat(read.toString()).doesNotContain("s3cret");
    }

    @Test
    void aCircleIsNamedAndTheRestIsRead() {
        CatalogueRead read = new Shelf()
                .put("a.yaml", "images: {a: {source_url: https://e.org/a.qcow2}}\ninclude: b.yaml")
                .put("b.yaml", "include: [c.yaml]")
                .put("c.yaml", "include:\n- b.yaml")
                .catalogue("a.yaml");

        assertThat(read.mistakes()).hasSize(1);
        Mistake mistake = read.mistakes().getFirst();
        assertThat(mistake.message()).isEqualTo("include goes in a circle: b.yaml includes c.yaml includes b.yaml");
        assertThat(mistake)
                .extracting(Mistake::file, Mistake::line, Mistake::entry)
                .containsExactly("c.yaml", 2, "include");
        assertThat(read.keys()).hasSize(1);
    }

    @Test
    void includesAreBoundedInDepthAndNumber() {
        DocumentSource deep = location -> "include: x" + location;
        CatalogueRead read = new ReadCatalogue(deep).read(List.of("x"));
        assertThat(read.mistakes()).hasSize(1);
        assertThat(read.mistakes().getFirst().message()).contains("deeper than " + LoadDocuments.DEEPEST);

        DocumentSource wide =
                location -> location.equals("x") ? "include: [" + "a.yaml" + numbered(70) + "]" : "images: {}";
        CatalogueRead many = new ReadCatalogue(wide).read(List.of("x"));
        assertThat(many.mistakes())
                .isNotEmpty()
                .allSatisfy(mistake ->
                        assertThat(mistake.message()).contains("at most " + LoadDocuments.MOST + " documents"));
    }

    private static String numbered(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(", d").append(i).append(".yaml");
        }
        return text.toString();
    }

    @Test
    void mistakesOfSeveralDocumentsAreInTheOrderOfReading() {
        CatalogueRead read = new Shelf()
                .put("z.yaml", "image: {}\ninclude: [gone.yaml, a.yaml]\nalias: {}")
                .put("a.yaml", "\n\nwire: {}")
                .catalogue("lost.yaml", "z.yaml");

        assertThat(read.mistakes())
                .extracting(Mistake::file, Mistake::line)
                .containsExactly(
                        tuple("lost.yaml", 0),
                        tuple("z.yaml", 1),
                        tuple("z.yaml", 2),
                        tuple("z.yaml", 3),
                        tuple("a.yaml", 3));
    }

    @Test
    void whatALaterDocumentPutsRightIsStillWrongWhereItStands() {
        CatalogueRead read = new Shelf()
                .put("a.yaml", "images: {a: {source_url: https://e.org/a.qcow2, visibility: open}}")
                .put("b.yaml", "images: {a: {visibility: public}}")
                .catalogue("a.yaml", "b.yaml");

        assertThat(read.mistakes()).extracting(Mistake::file).containsExactly("a.yaml");
        assertThat(read.mistakes().getFirst().message()).contains("\"open\"");
        assertThat(read.keys()).isEmpty();
    }

    @Test
    void atLeastOneDocumentIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Shelf().catalogue())
                .withMessageContaining("at least one catalogue");
    }
}
