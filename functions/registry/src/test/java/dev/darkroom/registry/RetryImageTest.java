package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryImageTest extends RegistryTestCase {
    private static final ImageKey A = new ImageKey("a");

    @BeforeEach
    void admit() {
        registry.admit(Catalogue.of(Map.of("a", spec())));
        asked();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"CHECKSUM_MISMATCH", "ORIGIN_UNAVAILABLE"})
    void whatHasFailedIsAskedForAtOnceAndOnce(FailureCode code) {
        registry.image.failed(failed("a", code, 0));
        assertThat(asked()).isEmpty();

        registry.retry.retry(A, "ops");

        assertThat(status("a")).isEqualTo(Status.WAITING);
        assertThat(asked()).extracting(ImageRequested::attempt).containsExactly(1);
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatHasNotFailedIsLeftAlone() {
        refuses("fetching at cloud");
        registry.image.ready(ready("a", "cloud", spec()));
        refuses("ready at cloud");
        assertThat(asked()).isEmpty();
    }

    @Test
    void theSecondOfTwoWhoAskIsToldThatItIsUnderWay() {
        registry.image.failed(failed("a", FailureCode.CHECKSUM_MISMATCH, 0));
        registry.retry.retry(A, "first");

        refuses("waiting at cloud");
    }

    @Test
    void anImageThatOnlyItsTargetHoldsUpIsSaidToWaitForThat() {
        registry.target.announced(broken(target("cloud", DiskFormat.RAW), FailureCode.TARGET_UNAVAILABLE));

        refuses(" at cloud, which cannot be used (");
    }

    private void refuses(String because) {
        assertThatThrownBy(() -> registry.retry.retry(A, "ops"))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NOTHING_TO_RETRY))
                .hasMessageContaining(because);
    }
}
