package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Visibility;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Variables files that say what cannot be taken over, or say it in several files. */
class AzimuthMistakesTest {
    private static final String IMAGE = "{name: x, source_url: https://e.org/a.qcow2, container_format: bare}";

    private static Arguments row(String text, int line, String entry, String field, String fragment) {
        return arguments(text, line, entry, field, fragment);
    }

    static Stream<Arguments> documents() {
        String images = "community_images_extra: {a: " + IMAGE + "}\n";
        return Stream.of(
                row(
                        images + "community_images_disk_fromat: raw\n",
                        2,
                        "community_images_disk_fromat",
                        null,
                        "did you mean community_images_disk_format?"),
                row(
                        images + "community_images_default_visibilty: private\n",
                        2,
                        "community_images_default_visibilty",
                        null,
                        "did you mean community_images_default_visibility?"),
                row(
                        images + "community_images_extr: {a: {visibility: private}}\n",
                        2,
                        "community_images_extr",
                        null,
                        "did you mean community_images_extra?"),
                row(
                        images + "community_images: '{{ something | combine(else) }}'\n",
                        2,
                        "community_images",
                        null,
                        "Jinja expression \"{{ something | combine(else) }}\""),
                row(images + "community_images_enabled: maybe\n", 2, "community_images_enabled", null, "true or false"),
                row(
                        "base: &b {community_images_default_visibility: private}\n<<: *b\n" + images,
                        2,
                        null,
                        null,
                        "<< is not followed at the top"),
                row(
                        images + "community_images_enabled: '{{ x }}'\n",
                        2,
                        "community_images_enabled",
                        null,
                        "community_images_enabled is the Jinja expression \"{{ x }}\""),
                row(
                        "infra_community_images_extra: {a: " + IMAGE
                                + "}\ninfra_community_images_projects: '{{ x }}'\n",
                        2,
                        "infra_community_images_projects",
                        null,
                        "infra_community_images_projects is the Jinja expression \"{{ x }}\""),
                row(
                        images
                                + "community_images_default_visibility: shared\n"
                                + "community_images_share_projects: [{id: 0f1e}, '{{ x }}']\n",
                        3,
                        "community_images_share_projects",
                        null,
                        "community_images_share_projects is the Jinja expression \"{{ x }}\""),
                row(images + "community_images: [a]\n", 2, "community_images", null, "mapping of keys to images"),
                row(
                        images + "community_images_default: '{{ lookup() }}'\n",
                        2,
                        "community_images_default",
                        null,
                        "Jinja expression"),
                row(images + "community_images_default: text\n", 2, "community_images_default", null, "\"text\""),
                row(
                        images + "community_images_disk_format: qcow3\n",
                        2,
                        "community_images_disk_format",
                        "disk_format",
                        "\"qcow3\""),
                row(
                        images + "community_images_disk_format: '{{ x }}'\n",
                        2,
                        "community_images_disk_format",
                        "disk_format",
                        "Jinja expression \"{{ x }}\""),
                row(
                        images + "community_images_default_visibility: all\n",
                        2,
                        "community_images_default_visibility",
                        "visibility",
                        "\"all\""),
                row(
                        images + "community_images_custom_properties: [prop1]\n",
                        2,
                        "community_images_custom_properties",
                        "properties",
                        "name=value"),
                row(
                        images
                                + "community_images_default_visibility: shared\ncommunity_images_share_projects: [{key: x}]\n",
                        3,
                        "community_images_share_projects",
                        null,
                        "each with its id"),
                row(
                        "infra_community_images_extra: {a: " + IMAGE + "}\ninfra_community_images_projects: 0f1e\n",
                        2,
                        "infra_community_images_projects",
                        null,
                        "list of projects"),
                row(
                        images + "community_images_disk_format: raw\ncommunity_images_disk_format: qcow2\n",
                        3,
                        "community_images_disk_format",
                        null,
                        "stands twice, on line 2 and on line 3"),
                row(
                        "community_images_extra:\n  a:\n    name: '{{ name }}'\n    source_url: https://e.org/a.qcow2\n",
                        3,
                        "images.a",
                        "name",
                        "Jinja expression \"{{ name }}\""),
                row("community_images_extra:\n  a: '{{ image }}'\n", 2, "images.a", null, "images.a is the Jinja"));
    }

    @ParameterizedTest(name = "{2}: {4}")
    @MethodSource("documents")
    void aMistakeIsSaidWithItsPlace(String text, int line, String entry, String field, String fragment) {
        CatalogueRead read = Shelf.document(text);

        assertThat(read.mistakes())
                .extracting(Mistake::line, Mistake::entry, Mistake::field)
                .containsExactly(tuple(line, entry, field));
        assertThat(read.mistakes().getFirst().message()).contains(fragment);
        assertThat(read.keys()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images   | {b: {source_url: https://e.org/b.qcow2}}",
                "images   | {a: {visibility: private}}",
                "images   | [{source_url: https://e.org/b.qcow2}]",
                "defaults | {visibility: private}",
                "aliases  | {desktop: a}",
                "wiring   | {image_of_desktop: a}",
                "include  | base.yaml",
                "include  | [ours.yml, base.json]",
            })
    void aSectionOfACatalogueIsNotPassedOverInSilence(String section, String value) {
        CatalogueRead read =
                Shelf.document("community_images_extra: {a: " + IMAGE + "}\n" + section + ": " + value + "\n");

        assertThat(read.mistakes())
                .extracting(Mistake::line, Mistake::entry, Mistake::field)
                .containsExactly(tuple(2, section, null));
        assertThat(read.mistakes().getFirst().message())
                .isEqualTo(section + " is not read in an Azimuth variables file: keep it in a document of its own that"
                        + " includes this one");
        assertThat(read.keys()).isEmpty();
    }

    @Test
    void otherVariablesOfAnInventoryAreNotOurs() {
        CatalogueRead read = Shelf.document("community_images_extra: {a: " + IMAGE + "}\n" + """
                images: {nginx: {repository: docker.io/nginx, tag: !vault x}, redis: redis:7}
                aliases: {web: 10.0.0.1}
                wiring: [front, back]
                include: true
                defaults: {replicas: 3}
                catalogue: {enabled: true}
                """);

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.keys()).hasSize(1);
        assertThat(read.name()).hasToString("catalogue");
    }

    @Test
    void filesOfOneNameAreTwoCataloguesWhenTheySayWhatTheyAreCalled() {
        String images = "community_images_extra: {a: " + IMAGE + "}\n";
        Shelf shelf = new Shelf()
                .put("staging/images.yml", images + "catalogue: staging")
                .put("production/images.yml", images + "catalogue: production");

        assertThat(shelf.catalogue("staging/images.yml").name()).hasToString("staging");
        assertThat(shelf.catalogue("production/images.yml").name()).hasToString("production");
        assertThat(shelf.catalogue("production/images.yml").mistakes()).isEmpty();
    }

    @Test
    void aNameIsNotEvaluated() {
        CatalogueRead read =
                Shelf.document("community_images_extra: {a: " + IMAGE + "}\ncatalogue: '{{ environment_name }}'");

        assertThat(read.mistakes()).extracting(Mistake::line, Mistake::entry).containsExactly(tuple(2, "catalogue"));
        assertThat(read.mistakes().getFirst().message())
                .startsWith("catalogue is the Jinja expression \"{{ environment_name }}\"");
    }

    @Test
    void whatIsNotSetIsAsAzimuthsRolesHaveIt() {
        CatalogueRead read = Shelf.document("""
                infra_community_images_extra:
                  former: {source_url: https://e.org/a, disk_format: "{{- infra_community_images_target_disk_format -}}"}
                community_images_disk_format:
                community_images_extra:
                  present: {source_url: https://e.org/a}
                """);

        assertThat(read.mistakes()).isEmpty();
        assertThat(Judged.of(read).images().values())
                .allSatisfy(image -> assertThat(image)
                        .extracting(ImageSpec::diskFormat, ImageSpec::sourceDiskFormat, ImageSpec::visibility)
                        .containsExactly(DiskFormat.QCOW2, DiskFormat.QCOW2, Visibility.COMMUNITY));
    }

    @Test
    void theProjectsOfTheFormerVariablesShareTheImages() {
        CatalogueRead read = Shelf.document("infra_community_images_extra: {a: " + IMAGE
                + "}\ninfra_community_images_projects: [{key: one, id: 0f1e}, {key: two, id: 12}]\n");

        ImageSpec image = Judged.of(read).images().get("a");
        assertThat(image.visibility()).isEqualTo(Visibility.SHARED);
        assertThat(image.shareWith()).containsExactly("0f1e", "12");
    }

    @Test
    void aVariableOfALaterFileReplacesItAndImagesAreMergedKeyByKey() {
        CatalogueRead read = new Shelf()
                .put("role.yml", """
                        community_images_disk_format: qcow2
                        community_images_custom_properties: [from=role, both=role]
                        community_images_default:
                          a: {name: A, source_url: https://e.org/a.qcow2, disk_format: '{{ community_images_disk_format }}'}
                        community_images: "{{ community_images_default | combine(community_images_extra, recursive=True) }}"
                        """)
                .put("environment.yml", """
                        community_images_disk_format: raw
                        community_images_custom_properties: [both=environment]
                        community_images_extra:
                          a: {name: B}
                          b: {source_url: https://e.org/b.qcow2, properties: [both=image, own=image]}
                        """)
                .put("ours.yaml", "images: {b: {name: Ours}}\naliases: {desktop: a}\n")
                .catalogue("role.yml", "environment.yml", "ours.yaml");

        assertThat(read.mistakes()).isEmpty();
        Map<String, ImageSpec> images = Judged.of(read).images();
        assertThat(images.get("a"))
                .extracting(ImageSpec::name, ImageSpec::diskFormat)
                .containsExactly("B", DiskFormat.RAW);
        assertThat(images.get("a").properties()).isEqualTo(Map.of("both", "environment"));
        assertThat(images.get("b").name()).isEqualTo("Ours");
        assertThat(images.get("b").properties()).isEqualTo(Map.of("both", "environment", "own", "image"));
    }

    @Test
    void theSwitchOfThePresentVariablesTakesTheirImagesAway() {
        String images =
                "community_images_extra: {a: " + IMAGE + "}\ninfra_community_images_extra: {b: " + IMAGE + "}\n";

        CatalogueRead off = Shelf.document("community_images_enabled: no\n" + images);
        assertThat(off.mistakes()).isEmpty();
        assertThat(Judged.of(off).images()).containsOnlyKeys("b");

        CatalogueRead on = Shelf.document("community_images_enabled: true\n" + images);
        assertThat(on.mistakes()).isEmpty();
        assertThat(Judged.of(on).images()).containsOnlyKeys("a", "b");
    }

    @Test
    void whatAMappingOfAllLeavesUnusedIsWarnedOf() {
        CatalogueRead read = Shelf.document("community_images: {a: " + IMAGE + "}\ncommunity_images_extra: {b: " + IMAGE
                + "}\ninfra_community_images_extra: {c: " + IMAGE + "}\n");

        assertThat(read.mistakes()).isEmpty();
        assertThat(Judged.of(read).images()).containsOnlyKeys("a", "c");
        assertThat(read.warnings())
                .containsExactly(new Mistake(
                        "catalogue.yaml",
                        2,
                        "community_images_extra",
                        null,
                        "is not used, since community_images is a mapping of its own"));
    }

    @Test
    void anEmptyMappingOfAllSwitchesThemOff() {
        CatalogueRead read = Shelf.document("community_images: {}\ncommunity_images_extra: {a: " + IMAGE + "}\n");

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.warnings()).isEmpty();
        assertThat(read.events()).isEmpty();
    }
}
