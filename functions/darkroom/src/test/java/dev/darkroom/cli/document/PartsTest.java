package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.wire.EventCodec;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A catalogue of any size, in events that each stand alone. */
class PartsTest {
    private static String catalogue(int images) {
        var text = new StringBuilder(
                "defaults: {visibility: private, properties: {note: \"" + "\u00fc".repeat(300) + "\"}}\nimages:\n");
        for (int i = 0; i < images; i++) {
            text.append("  image_%d: {source_url: https://e.org/%d.qcow2}\n".formatted(i, i));
        }
        text.append("aliases:\n");
        for (int i = 0; i < images; i++) {
            text.append("  alias_%d: image_%d\n".formatted(i, i));
        }
        return text + "wiring: {a_variable: alias_0}\n";
    }

    @Test
    void aLargeCatalogueIsSaidInPartsThatAreNearlyFull() {
        CatalogueRead read = Shelf.document(catalogue(2000));

        assertThat(read.mistakes()).isEmpty();
        assertThat(read.events()).extracting(CatalogueUpdated::part).containsExactly(0, 1, 2);
        assertThat(read.events())
                .extracting(CatalogueUpdated::recordKey)
                .containsExactly("catalogue", "catalogue/1", "catalogue/2");
        assertThat(read.events())
                .extracting(event -> new EventCodec().data(event).length)
                .allMatch(size -> size <= CatalogueUpdated.LARGEST);
        assertThat(read.events().subList(0, 2))
                .extracting(event -> new EventCodec().data(event).length)
                .allMatch(size -> size > CatalogueUpdated.LARGEST - 2048);
        Judged judged = Judged.of(read);
        assertThat(judged.images())
                .hasSize(2000)
                .allSatisfy((key, spec) -> assertThat(spec.properties()).hasSize(1));
        assertThat(judged.aliases()).hasSize(2000);
        assertThat(judged.wiring()).hasSize(1);
        assertThat(read.keys()).hasSize(2000);
    }

    @Test
    void aPartHasNoMoreEntriesThanTheRegistryTakesOverInOnePiece() {
        var text = new StringBuilder("images: {a: {source_url: https://e.org/a.qcow2}}\naliases:\n");
        IntStream.range(0, 25_000)
                .forEach(i -> text.append("  ").append("b").append(i).append(": a\n"));

        CatalogueRead read = Shelf.document(text.toString());

        assertThat(read.events())
                .extracting(CatalogueUpdated::entries)
                .containsExactly(CatalogueUpdated.MOST_ENTRIES, CatalogueUpdated.MOST_ENTRIES, 5_001);
    }

    @Test
    void theSameDocumentMakesTheSameEvents() {
        assertThat(Shelf.document(catalogue(20)).events())
                .isEqualTo(Shelf.document(catalogue(20)).events())
                .hasSize(1);
    }

    @Test
    void nothingGoodIsNoEvent() {
        assertThat(Shelf.document("catalogue: empty\nimages: {}\n").events()).isEmpty();
    }
}
