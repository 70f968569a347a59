package dev.darkroom.registry;

import static dev.darkroom.registry.testing.Specs.checkedBy;
import static dev.darkroom.registry.testing.Specs.signed;
import static dev.darkroom.registry.testing.Specs.summed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.SourceUri;
import dev.darkroom.registry.testing.Specs;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two catalogues name one image, and one of them asks for less proof. */
class LessProofTest extends RegistryTestCase {
    private static final SourceUri URL = SourceUri.parse("https://images.example.org/SHA256SUMS.gpg?file=s3cret");
    private static final String OWNER = "AB".repeat(20);
    private static final String OTHER = "CD".repeat(20);

    static Stream<Arguments> loosened() {
        return Stream.of(
                Arguments.of(signed(URL), summed(), "checksum_signature", "none"),
                Arguments.of(signed(null), summed(), "checksum_signature", "none"),
                Arguments.of(signed(URL), signed(URL, OTHER), "checksum_signed_by", OTHER),
                Arguments.of(signed(URL), signed(URL, OWNER, OTHER), "checksum_signed_by", OWNER + ", " + OTHER),
                Arguments.of(signed(URL), signed(URL, new String[0]), "checksum_signed_by", "none"),
                Arguments.of(Specs.bundled(URL), summed(), "cosign_bundle", "none"),
                Arguments.of(summed(), weak(), "checksum_allow_weak", "true"));
    }

    @ParameterizedTest
    @MethodSource("loosened")
    void onlyTheCatalogueThatNamedItFirstMayAskForLess(ImageSpec with, ImageSpec less, String field, String value) {
        publish("platform", with);
        registry.round();
        registry.bus.clear();

        assertThat(publish("evil", less).refused()).isEqualTo(1);
        registry.round();
        assertThat(registry.bus.published(CatalogueRefused.class))
                .extracting(CatalogueRefused::code, CatalogueRefused::field, CatalogueRefused::value)
                .containsExactly(tuple(FailureCode.KEY_CHANGED, field, value));
        assertThat(registry.bus.only(CatalogueRefused.class).message())
                .contains("only catalogue platform, which named the image first")
                .doesNotContain("s3cret");
        assertThat(registry.bus.published(ImageRequested.class)).isEmpty();
        assertThat(registry.dossier("a").entry().spec()).isEqualTo(with);

        assertThat(publish("platform", less).refused()).isZero();
        assertThat(registry.dossier("a").entry().spec()).isEqualTo(less);
    }

    static Stream<Arguments> tightened() {
        SourceUri moved = SourceUri.parse("https://mirror.example.org/SHA256SUMS.gpg");
        return Stream.of(
                Arguments.of(summed(), signed(URL)),
                Arguments.of(summed(), Specs.bundled(URL)),
                Arguments.of(weak(), summed()),
                Arguments.of(signed(URL), signed(moved)),
                Arguments.of(signed(URL, new String[0]), signed(URL)),
                Arguments.of(signed(URL, OWNER, OTHER), signed(URL, OTHER)));
    }

    @ParameterizedTest
    @MethodSource("tightened")
    void anyCatalogueMayAskForMoreOrElsewhere(ImageSpec before, ImageSpec more) {
        publish("platform", before);

        assertThat(publish("second", more).refused()).isZero();
        assertThat(registry.dossier("a").entry().spec()).isEqualTo(more);
    }

    @Test
    void whatWasAddedByAnotherIsKeptFromAThird() {
        publish("platform", summed());
        publish("second", signed(URL));

        assertThat(publish("third", summed()).refused()).isEqualTo(1);
        assertThat(publish("second", summed()).refused()).isEqualTo(1);
    }

    private static ImageSpec weak() {
        return checkedBy(
                new Checksum(List.of(), SourceUri.parse("https://images.example.org/SHA256SUMS"), true, null, null));
    }

    private AdmitCatalogue.Admitted publish(String catalogue, ImageSpec spec) {
        return registry.admit(new Catalogue(catalogue, Map.of("a", spec), Map.of(), Map.of(), List.of()));
    }
}
