package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.IdsCommand.Format;
import dev.darkroom.cli.ask.Registry.RenderedIds;
import dev.darkroom.registry.query.Rendering;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IdsCommandTest {
    @ParameterizedTest
    @EnumSource
    void everyFormOfTheRegistryMayBeAskedForByItsName(Rendering rendering) {
        assertThat(Format.valueOf(rendering.name()).rendering()).isEqualTo(rendering);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0 | 1 image not finished",
                "0 | 2 | 2 images failed",
                "2 | 1 | 1 image failed, 2 not finished",
            })
    void whatIsNotReadyIsCounted(int pending, int failed, String sentence) {
        assertThat(IdsCommand.unfinished(new RenderedIds("", "mycloud", pending, failed, 0, "")))
                .isEqualTo(sentence);
    }
}
