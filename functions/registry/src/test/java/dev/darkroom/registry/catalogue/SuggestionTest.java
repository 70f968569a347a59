package dev.darkroom.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("name", "source_url", "visibility", "min_disk", "min_ram");

    @ParameterizedTest
    @CsvSource({
        "nmae, name", "Name, name", "sourceUrl, source_url", "source-url, source_url", "sorce_urls, source_url",
        "url, source_url", "visbility, visibility", "mindisk, min_disk", "min_dsik, min_disk", "disk, min_disk"
    })
    void aNearWordIsWhatWasMeant(String wrong, String meant) {
        assertThat(Suggestion.nearest(wrong, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "n", "''", "--", "nm"})
    void aFarWordIsNotGuessed(String wrong) {
        assertThat(Suggestion.nearest(wrong, KNOWN)).isEmpty();
    }

    @Test
    void aPartOfAWordIsNotItsMisspelling() {
        assertThat(Suggestion.misspelt("url", KNOWN)).isEmpty();
        assertThat(Suggestion.misspelt("mindisk", KNOWN)).contains("min_disk");
    }

    @Test
    void aHugeWordCostsNothing() {
        assertThat(Suggestion.nearest("x".repeat(1_000_000), KNOWN)).isEmpty();
    }

    @Test
    void whereNothingIsNearTheKnownWordsAreListed() {
        assertThat(Suggestion.of("colour", KNOWN))
                .isEqualTo(": known are name, source_url, visibility, min_disk, min_ram");
        assertThat(Suggestion.of("nmae", KNOWN)).isEqualTo(": did you mean name?");
    }
}
