package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Specs.renamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetirementTest extends RegistryTestCase {
    private static final TargetAnnounced OLD = target("old", DiskFormat.RAW);

    @Test
    void noImageWaitsForIt() {
        registry.target.announced(OLD);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.round();
        assertThat(registry.bus.published(ImageSettled.class)).isEmpty();

        registry.target.announced(OLD.with(Retirement.NOT_SERVED));
        registry.round();

        assertThat(registry.bus.published(ImageSettled.class)).hasSize(1);
        assertThat(registry.standing("a", "old").status()).isEqualTo(Status.FAILED);
        assertThat(registry.query.targets().get("old").images())
                .as("missed there")
                .isEmpty();
    }

    @Test
    void whatIsThereCountsAlsoWhereItIsNotAsItsCatalogueWantsIt() {
        registry.target.announced(OLD);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.ready(ready("a", "old", spec()));
        registry.target.announced(OLD.with(Retirement.NOT_SERVED));
        registry.admit(Catalogue.of(Map.of("a", renamed(spec(), "another name"))));
        registry.round();

        assertThat(registry.query.targets().get("old").images()).isEqualTo(Map.of("failed", 1L));
    }

    @Test
    void whatNoCatalogueNamesAnyMoreIsMissedThereJustAsLittle() {
        registry.target.announced(OLD);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.target.announced(OLD.with(Retirement.NOT_SERVED));
        registry.admit(Catalogue.of(Map.of()));
        registry.round();

        assertThat(registry.query.image("a", Duration.ZERO).targets().get("old").served())
                .isFalse();
    }

    @Test
    void oneIsForgottenOnlyIfItWasNeverUsed() {
        TargetAnnounced mistyped = broken(target("clod", DiskFormat.RAW), FailureCode.TARGET_UNKNOWN);
        TargetAnnounced unseen = broken(target("unseen", DiskFormat.RAW), FailureCode.TARGET_UNKNOWN);
        registry.target.announced(OLD);
        registry.target.announced(mistyped);
        registry.target.announced(unseen);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        for (String target : List.of("cloud", "old", "unseen")) {
            registry.image.ready(ready("a", target, spec()));
        }

        assertThat(registry.target.forget(OLD)).isFalse();
        assertThat(registry.target.forget(unseen)).isFalse();
        assertThat(registry.target.forget(mistyped)).isTrue();

        assertThat(registry.query.targets()).containsOnlyKeys("cloud", "old", "unseen");
    }

    @Test
    void noImageWaitsForOneThatIsForgotten() {
        TargetAnnounced mistyped = broken(target("clod", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE);
        registry.target.announced(mistyped);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.round();
        registry.image.ready(ready("a", "cloud", spec()));
        registry.round();
        assertThat(registry.bus.published(ImageSettled.class)).singleElement().matches(ImageSettled::rests);

        registry.target.forget(mistyped);
        registry.round();

        assertThat(registry.bus.published(ImageSettled.class)).hasSize(2).last().matches(event -> !event.rests());
    }

    @Test
    void oneThatIsServedAgainHasWhatItHadAndGetsWhatItLacks() {
        registry.target.announced(OLD);
        registry.admit(Catalogue.of(Map.of("a", spec())));
        registry.image.ready(ready("a", "old", spec()));
        registry.target.announced(OLD.with(Retirement.NOT_SERVED));
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.ready(ready("b", "cloud", spec()));
        assertThat(asked()).isEmpty();

        registry.target.announced(OLD);

        assertThat(registry.standing("a", "old").status()).isEqualTo(Status.READY);
        assertThat(asked())
                .singleElement()
                .satisfies(request -> assertThat(request.key()).hasToString("b"));
        registry.image.ready(ready("b", "old", spec()));
        assertThat(registry.standing("b", "old").status()).isEqualTo(Status.READY);
    }
}
