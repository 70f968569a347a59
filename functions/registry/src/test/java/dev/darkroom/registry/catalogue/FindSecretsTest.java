package dev.darkroom.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindSecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:hunter2@h/a",
                "https//u:hunter2@h/a",
                "//u:hunter2@h/a",
                "https://u:a\"hunter2@h/a",
                "https://u:hunter2%40h/a"
            })
    void aPasswordIsFoundHoweverMalformedItsUrlIs(String url) {
        var event = new CatalogueUpdated(
                new CatalogueName("platform"), 0, Map.of(), Map.of("a", Map.of("source_url", url)), Map.of(), Map.of());

        assertThat(FindSecrets.in(event)).containsExactly("images.a.source_url has a user name or password");
    }
}
