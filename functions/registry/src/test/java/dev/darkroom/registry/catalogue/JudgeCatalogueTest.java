package dev.darkroom.registry.catalogue;

import static dev.darkroom.registry.catalogue.Entries.image;
import static dev.darkroom.registry.catalogue.Entries.judge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.events.Alias;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.ImageKey;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts that an event could carry, and that are too much all the same. */
class JudgeCatalogueTest {
    private static Map<String, Object> images(int count, Object image) {
        var images = new TreeMap<String, Object>();
        IntStream.range(0, count).forEach(i -> images.put("k" + i, image));
        return images;
    }

    @Test
    void aPartOfTooManyEntriesIsOneRefusal() {
        Map<String, Object> most = images(CatalogueUpdated.MOST_ENTRIES, image());
        CatalogueEntries good = judge(Map.of(), most, Map.of(), Map.of());
        assertThat(good.images()).hasSize(CatalogueUpdated.MOST_ENTRIES);
        assertThat(good.refused()).isEmpty();

        for (CatalogueEntries entries : new CatalogueEntries[] {
            judge(Map.of(), most, Map.of("workstation", "k1"), Map.of()),
            judge(Map.of(), most, Map.of(), Map.of("a_variable", "k1")),
            judge(Map.of(), images(58_247, 1), Map.of(), Map.of()),
        }) {
            assertThat(entries.images()).isEmpty();
            assertThat(entries.aliases()).isEmpty();
            assertThat(entries.wiring()).isEmpty();
            assertThat(entries.refused())
                    .extracting(CatalogueRefused::entry, CatalogueRefused::field)
                    .containsExactly(tuple("catalogue", null));
        }
        assertThat(judge(Map.of(), images(58_247, 1), Map.of(), Map.of())
                        .refused()
                        .getFirst()
                        .message())
                .contains("at most 10000 images, aliases and variables but has 58247", "publish it in more parts");
    }

    @Test
    void whatManyImagesInheritIsHeldInMemoryOnlyWhereItIsLittle() {
        var properties = new TreeMap<String, Object>();
        IntStream.range(0, 7).forEach(i -> properties.put("p" + i, "x".repeat(4000)));
        Map<String, Object> defaults = Map.of("source_url", Entries.URL, "properties", properties);

        CatalogueEntries many = judge(defaults, images(9_000, Map.of()), Map.of("workstation", "k1"), Map.of());
        CatalogueEntries few = judge(defaults, images(280, Map.of()), Map.of(), Map.of());

        assertThat(many.images()).isEmpty();
        assertThat(many.refused()).extracting(CatalogueRefused::entry).containsExactly("defaults");
        assertThat(many.refused().getFirst().message())
                .contains("at most 8.0 MiB in all images of one part", "in 9000", "publish it in more parts");
        assertThat(many.aliases()).containsOnly(Map.entry(new Alias("workstation"), new ImageKey("k1")));
        assertThat(few.images()).hasSize(280);
        assertThat(few.refused()).isEmpty();
    }

    @Test
    void manyMistakesDoNotBecomeAFloodAndHoldUpNoGoodImage() {
        Map<String, Object> images = images(5_000, 1);
        images.put("good", image());

        CatalogueEntries entries = judge(Map.of(), images, Map.of(), Map.of());

        assertThat(entries.images()).containsOnlyKeys(new ImageKey("good"));
        assertThat(entries.refused()).hasSize(JudgeCatalogue.MOST_REFUSED + 1);
        assertThat(entries.refused().getLast().message()).contains("more than 1000 mistakes", "publish it again");
        images.keySet().removeIf(key -> images.size() > JudgeCatalogue.MOST_REFUSED + 1 && !key.equals("good"));
        assertThat(judge(Map.of(), images, Map.of(), Map.of()).refused()).hasSize(JudgeCatalogue.MOST_REFUSED);
    }
}
