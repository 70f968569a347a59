package dev.darkroom.upload.glance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.upload.openstack.RemoteImage;
import dev.darkroom.upload.testing.Images;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest extends GlanceTargetTestCase {
    @ParameterizedTest
    @ValueSource(
            strings = {
                Marks.KEY,
                Marks.GENERATION,
                Marks.SOURCE_URL,
                Marks.SOURCE_SHA256,
                Marks.VIRTUAL_SIZE,
                Marks.SHA512
            })
    void anImageThatHasLostAMarkIsNotReadBack(String mark) {
        publish(event);
        RemoteImage whole = cloud.image(ID);
        assertThat(Marks.read(whole)).isPresent();

        assertThat(Marks.read(Images.changed(whole, Map.of(), List.of(mark)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({Marks.KEY + ",A B", Marks.GENERATION + ",x", Marks.SHA512 + ",12", Marks.VERIFIED + ",by nobody"})
    void oneWhoseMarkIsDamagedIsNotReadBackEither(String mark, String value) {
        publish(event);

        assertThat(Marks.read(Images.changed(cloud.image(ID), Map.of(mark, value), List.of())))
                .isEmpty();
    }
}
