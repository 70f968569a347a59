package dev.darkroom.registry;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.broken;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.failedAt;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Retirement;
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
    private static final TargetName CLOUD = new TargetName("cloud");

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
    void whatIsUnderWayIsLeftAlone() {
        refuses("fetching at cloud");
        assertThat(asked()).isEmpty();
    }

    /** No event tells what somebody has changed there by hand. */
    @Test
    void whatIsReadyIsRepaired() {
        registry.image.ready(ready("a", "cloud", spec()));

        registry.retry.retry(A, "ops");

        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(status("a")).as("by what was said before").isEqualTo(Status.WAITING);
        refuses("waiting at cloud");
        ImageRequested repair = asked().getFirst();
        assertThat(repair.updates()).isEqualTo(Map.of(CLOUD, ImageId.of(A, 0)));
        assertThat(repair.formats()).isEmpty();
        assertThat(ids()).containsOnlyKeys("a");
        registry.image.ready(ready("a", "cloud", spec()));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsReadyIsRepairedThoughItHasFailedElsewhere() {
        registry.target.announced(target("other", DiskFormat.RAW));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failedAt("a", "other", FailureCode.QUOTA_EXCEEDED, 0));
        asked();

        registry.retry.retry(A, "ops");

        ImageRequested request = asked().getFirst();
        assertThat(request.updates()).containsOnlyKeys(CLOUD);
        assertThat(request.formats()).containsExactly(DiskFormat.RAW);
    }

    @Test
    void whatIsReadyIsLeftAloneWhereItCannotBeRepaired() {
        registry.image.ready(ready("a", "cloud", spec()));
        registry.target.announced(target("cloud", DiskFormat.RAW).with(Retirement.NOT_SERVED));
        refuses("ready at cloud, which cannot be used (");
        registry.target.announced(target("cloud", DiskFormat.RAW));

        registry.admit(Catalogue.of(Map.of()));

        refuses("no catalogue names a any more");
        assertThat(status("a")).isEqualTo(Status.READY);
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
