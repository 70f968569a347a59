package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.IdsCommand.Format;
import dev.darkroom.registry.query.Rendering;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdsCommandTest {
    @ParameterizedTest
    @EnumSource
    void everyFormOfTheRegistryMayBeAskedForByItsName(Rendering rendering) {
        assertThat(Format.valueOf(rendering.name()).rendering()).isEqualTo(rendering);
    }
}
