package dev.darkroom.registry.catalogue;

import static dev.darkroom.registry.catalogue.Entries.image;
import static dev.darkroom.registry.catalogue.Entries.judge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.Alias;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Visibility;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole entries that are wrong, and that they hold up no other. */
class RefusedEntriesTest {
    static Stream<Arguments> aliases() {
        return Stream.of(
                arguments("Workstation", "debian_12", "alias must match", "\"Workstation\""),
                arguments("", "debian_12", "alias must match", "\"\""),
                arguments("workstation", "Debian", "key must match", "\"Debian\""),
                arguments("workstation", List.of("debian_12"), "must be text but is a list", "alias"),
                arguments("workstation", "{{ key }}", "Jinja", "{{ key }}"),
                arguments("workstation", "k".repeat(129), "at most 128 characters", "129"),
                arguments("debian_12", "ubuntu", "is also the key of an image", "name of its own"),
                arguments("workstation", "desktop", "points at \"desktop\", which is an alias", "key of an image"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("aliases")
    void aWrongAliasIsRefusedAlone(String alias, Object key, String message, String more) {
        var aliases = new TreeMap<String, Object>(Map.of("desktop", "debian_12", alias, key));
        CatalogueEntries entries = judge(Map.of(), Map.of("debian_12", image()), aliases, Map.of());

        assertThat(entries.aliases()).isEqualTo(Map.of(new Alias("desktop"), new ImageKey("debian_12")));
        assertThat(entries.images()).containsOnlyKeys(new ImageKey("debian_12"));
        CatalogueRefused refused = entries.refused().getFirst();
        assertThat(entries.refused()).hasSize(1);
        assertThat(refused.entry()).isEqualTo("aliases." + alias);
        assertThat(refused.message()).contains(message, more);
    }

    @Test
    void namesAndWholeEntriesAreNotEvaluated() {
        CatalogueEntries entries = judge(
                Map.of(),
                Map.of("{{ key }}", image(), "a", "{{ image }}"),
                Map.of("{{ alias }}", "a"),
                Map.of("{{ variable }}", "a"));

        assertThat(entries.images()).isEmpty();
        assertThat(entries.aliases()).isEmpty();
        assertThat(entries.wiring()).isEmpty();
        String why = ", which is not evaluated: write the value itself";
        assertThat(entries.refused())
                .extracting(CatalogueRefused::message)
                .containsExactlyInAnyOrder(
                        "the name of images.{{ key }} is the Jinja expression \"{{ key }}\"" + why,
                        "images.a is the Jinja expression \"{{ image }}\"" + why,
                        "the name of aliases.{{ alias }} is the Jinja expression \"{{ alias }}\"" + why,
                        "the name of wiring.{{ variable }} is the Jinja expression \"{{ variable }}\"" + why);
    }

    @Test
    void anAliasMayPointAtAKeyOfAnEarlierCatalogue() {
        assertThat(judge(Map.of(), Map.of(), Map.of("workstation", "came_earlier"), Map.of())
                        .aliases())
                .containsEntry(new Alias("workstation"), new ImageKey("came_earlier"));
    }

    @Test
    void whatLeadsToNullIsTakenAwayAlsoWhereItsNameIsAKeyNow() {
        var nothing = new TreeMap<String, Object>();
        nothing.put("debian_12", null);
        var aliases = new TreeMap<String, Object>(Map.of("desktop", "old", "server", "debian_12"));
        aliases.putAll(nothing);
        aliases.put("old", null);
        aliases.put("Old", null);

        CatalogueEntries entries = judge(Map.of(), Map.of("debian_12", image()), aliases, nothing);

        assertThat(entries.refused()).extracting(CatalogueRefused::entry).containsExactly("aliases.Old");
        assertThat(entries.aliases())
                .hasSize(4)
                .containsEntry(new Alias("desktop"), new ImageKey("old"))
                .containsEntry(new Alias("debian_12"), null)
                .containsEntry(new Alias("old"), null);
        assertThat(entries.wiring()).isEqualTo(nothing);
    }

    static Stream<Arguments> wiring() {
        return Stream.of(
                arguments("azimuth-image", "debian_12", "name of a variable must match"),
                arguments("1st", "debian_12", "name of a variable must match"),
                arguments("azimuth_image", "Debian", "must match"),
                arguments("azimuth_image", Map.of(), "must be text but is a mapping"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("wiring")
    void aWrongVariableIsRefusedAlone(String variable, Object name, String message) {
        CatalogueEntries entries =
                judge(Map.of(), Map.of(), Map.of(), new TreeMap<>(Map.of(variable, name, "good_image", "desktop")));

        assertThat(entries.wiring()).isEqualTo(Map.of("good_image", "desktop"));
        assertThat(entries.refused()).hasSize(1);
        assertThat(entries.refused().getFirst().entry()).isEqualTo("wiring." + variable);
        assertThat(entries.refused().getFirst().message()).contains(message);
    }

    @Test
    void imagesAreRefusedOneByOneAndEachForEverythingAtOnce() {
        var images = new HashMap<String, Object>();
        images.put("good", image());
        images.put("Bad Key", image());
        images.put("empty", null);
        images.put("text", "{{ an_image }}");
        images.put("much", image("visiblity", "x", "min_disk", "much", "name", ""));
        CatalogueEntries entries = judge(Map.of(), images, Map.of(), Map.of());

        assertThat(entries.images()).containsOnlyKeys(new ImageKey("good"));
        assertThat(entries.refused())
                .extracting(CatalogueRefused::entry, CatalogueRefused::field, CatalogueRefused::value)
                .containsExactly(
                        tuple("images.Bad Key", null, null),
                        tuple("images.empty", null, null),
                        tuple("images.much", "name", ""),
                        tuple("images.much", "min_disk", "much"),
                        tuple("images.much", "visiblity", "x"),
                        tuple("images.text", null, "{{ an_image }}"));
    }

    @Test
    void aWrongDefaultIsSaidAndSpoilsOnlyTheImagesThatInheritIt() {
        var images = new TreeMap<String, Object>();
        images.put("heir", image());
        images.put("own", image("visibility", "private"));
        CatalogueEntries entries = judge(Map.of("visibility", "comunity"), images, Map.of(), Map.of());

        assertThat(entries.images()).containsOnlyKeys(new ImageKey("own"));
        assertThat(entries.images().get(new ImageKey("own")).visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(entries.refused())
                .extracting(CatalogueRefused::entry, CatalogueRefused::field)
                .containsExactly(tuple("defaults", "visibility"), tuple("images.heir", "visibility"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"://", ":/?", ":/#"})
    void aWrongDefaultIsJudgedOnceForAllItsHeirs(String part) {
        var images = new TreeMap<String, Object>();
        for (int i = 0; i < 300; i++) {
            images.put("heir" + i, Map.of());
        }
        String wrong = part.repeat(2700);
        var defaults = Map.of("source_url", Entries.URL, "visibility", wrong, "checksum", wrong, "colour", wrong);

        CatalogueEntries entries =
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> judge(defaults, images, Map.of(), Map.of()));

        assertThat(entries.images()).isEmpty();
        assertThat(entries.refused()).hasSize(3 + 300);
    }

    @Test
    void anHeirIsToldTheFirstThatIsWrongWithItsDefaultsAndAllThatIsWrongWithItself() {
        CatalogueEntries entries = judge(
                Map.of("visibility", "comunity", "hidden", "perhaps", "properties", List.of("os_glance_x=y")),
                Map.of("heir", image("min_disk", "much")),
                Map.of(),
                Map.of());

        assertThat(entries.refused().stream().map(each -> each.entry() + " " + each.field()))
                .containsExactly(
                        "defaults visibility",
                        "defaults properties.os_glance_x",
                        "defaults hidden",
                        "images.heir visibility",
                        "images.heir min_disk");
    }

    @Test
    void manyUnknownDefaultsCostLittle() {
        var defaults = new TreeMap<String, Object>(Map.of("source_url", Entries.URL));
        for (int i = 0; i < 490; i++) {
            defaults.put("unknown_default_of_a_long_name_" + i, "x");
        }
        var images = new TreeMap<String, Object>();
        for (int i = 0; i < 200; i++) {
            images.put("heir" + i, Map.of());
        }

        CatalogueEntries entries =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> judge(defaults, images, Map.of(), Map.of()));

        assertThat(entries.refused()).hasSize(EntryReader.MOST_COMPLAINTS + 1 + 200);
    }

    @Test
    void anEntryOfNothingButMistakesDoesNotBecomeAFlood() {
        var image = image();
        for (int i = 0; i < 1000; i++) {
            image.put("field" + i, i);
        }
        CatalogueEntries entries = judge(image);

        assertThat(entries.refused()).hasSize(EntryReader.MOST_COMPLAINTS + 1);
        assertThat(entries.refused().getLast().message()).contains("more is wrong with images.debian_12");
    }

    @Test
    void defaultsDoNotMultiplyWithoutBound() {
        var properties = new TreeMap<String, Object>();
        for (int i = 0; i < 500; i++) {
            properties.put("p" + i, "x");
        }
        CatalogueEntries entries =
                judge(Map.of("properties", properties), Map.of("debian_12", image()), Map.of(), Map.of());

        assertThat(entries.images()).isEmpty();
        assertThat(entries.refused())
                .extracting(CatalogueRefused::message)
                .anySatisfy(
                        message -> assertThat(message).contains("defaults must have at most 500 values but have 502"));
    }

    @Test
    void anImageHasAtMostAsManyPropertiesAsGlanceTakes() {
        var properties = new TreeMap<String, Object>();
        for (int i = 0; i < ImageProperties.MOST; i++) {
            properties.put("p" + i, "x");
        }
        assertThat(judge(image("properties", properties)).refused()).isEmpty();
        properties.put("one_more", "x");
        assertThat(judge(image("properties", properties)).refused().getFirst().message())
                .contains("properties must be at most 112 but are 113");
    }

    @Test
    void noSecretOfAnUrlIsShown() {
        var images = new TreeMap<String, Object>();
        images.put("a", image("source_url", "https://me:pa55word@example.org/a.qcow2?X-Amz-Signature=s3cret"));
        images.put("b", image("source_url", "https://me:x/pa55word@example.org/a b?token=a s3cret"));
        images.put("c", image("name", 1, "disk_format", "https://me:pa55word@example.org/?token=s3cret"));
        images.put("d", image("source_url", "https:/me:pa55word@example.org/a?b=s3cret"));
        images.put("e", image("source_url", "https//me:pa55word@example.org/a"));
        images.put("f", image("source_url", "//me:pa55word@example.org/a"));
        images.put("g", image("source_url", "https://me:a\"pa55word@example.org/a"));
        images.put("h", image("source_url", "https://me:pa55word%40example.org/a"));
        images.put("i", image("disk_format", "https://me:a\"pa55word@example.org/a"));
        images.put("https://example.org/?token=s3cret", image());
        CatalogueEntries entries =
                judge(Map.of(), images, Map.of("x", "https://me:pa55word@example.org/?token=s3cret"), Map.of());

        assertThat(entries.images()).isEmpty();
        assertThat(entries.refused()).hasSize(11);
        assertThat(entries.refused().toString())
                .contains("https://example.org/a.qcow2")
                .doesNotContain("s3cret", "pa55word");
    }

    @ParameterizedTest
    @CsvSource({
        "source_url,         https://example.org/a.qcow2?X-Amz-Signature=s3cret",
        "source_url,         https://me:s3cret@example.org/a.qcow2",
        "checksum,           https://example.org/SUMS?sig=s3cret",
        "checksum,           sha256:https://example.org/SUMS?sig=s3cret",
        "checksum_signature, https://example.org/SUMS.gpg?token=s3cret",
        "name,               https://example.org/?token=s3cret",
    })
    void anEntryThatCarriesASecretIsRefusedWithItsFieldAndTheNextStep(String field, String url) {
        CatalogueEntries entries = judge(image("checksum", "https://example.org/SUMS", field, url));

        assertThat(entries.images()).isEmpty();
        CatalogueRefused refused = entries.refused().getFirst();
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.message())
                .startsWith(field + " must not carry a secret")
                .contains("darkroom.origins.credentials");
        assertThat(entries.refused().toString()).doesNotContain("s3cret");
    }

    @Test
    void aPropertyOrATagCarriesNoSecretToACloud() {
        assertThat(judge(image("properties", Map.of("docs", "https://example.org/?token=s3cret")))
                        .refused())
                .extracting(CatalogueRefused::field)
                .containsExactly("properties.docs");
        assertThat(judge(image("tags", List.of("https://me:s3cret@example.org")))
                        .refused())
                .extracting(CatalogueRefused::field)
                .containsExactly("tags");
    }
}
