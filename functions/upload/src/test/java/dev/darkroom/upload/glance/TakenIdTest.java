package dev.darkroom.upload.glance;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageReady.Outcome;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.upload.testing.Images;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done about an ID that is not free. */
class TakenIdTest extends GlanceTargetTestCase {

    @Test
    void anActiveImageWithOtherBytesIsAConflictAndIsNotTouched() {
        publish(event);
        cloud.change(ID, image -> Images.changed(image, Map.of(), List.of("darkroom_sha512")));
        cloud.change(ID, image -> Images.active(image, 5_000L, "0".repeat(128)));
        cloud.forgetCalls();

        FailureException e = assertFails(FailureCode.IMAGE_CONFLICT, () -> publish(event));

        assertThat(e).hasMessageContaining(ID.toString()).hasMessageContaining("nothing was changed");
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void aMarkOfAHashThatIsNotTheImagesOwnProvesNothing() {
        publish(event);
        cloud.change(ID, image -> Images.active(image, 5_000L, "0".repeat(128)));

        assertFails(FailureCode.IMAGE_CONFLICT, () -> publish(event));
    }

    @Test
    void anotherFormatUnderTheSameKeyIsAConflict() {
        publish(event);
        var qcow2 = staged.converted("debian_12", event.spec(), DiskFormat.QCOW2, BYTES, event.sourceSha256());

        FailureException e = assertFails(FailureCode.IMAGE_CONFLICT, () -> publish(qcow2));

        assertThat(e).hasMessageContaining("active as raw").hasMessageContaining("as qcow2");
    }

    @Test
    void aDeletedIdIsUsedUpAndTheNextIsTaken() {
        publish(event);
        cloud.vanish(ID);

        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(cloud.image(ready.imageId()).properties()).containsEntry("darkroom_generation", "1");
        assertThat(publish(event).imageId()).isEqualTo(ready.imageId());
    }

    @Test
    void whatIsReadyUnderALaterIdNeedsNoStagedBytes() {
        publish(event);
        cloud.vanish(ID);
        ImageReady ready = publish(event);
        staged.staging().sweep(event.key());
        cloud.forgetCalls();

        ImageReady again = publish(event);

        assertThat(again.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(again.imageId()).isEqualTo(ready.imageId());
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void whatAnOperatorHasSwitchedOffUnderALaterIdIsSaidToBe() {
        publish(event);
        cloud.vanish(ID);
        cloud.change(publish(event).imageId(), image -> Images.status(image, "deactivated"));
        staged.staging().sweep(event.key());

        assertFails(FailureCode.TARGET_REFUSED, () -> publish(event));
        assertThat(cloud.images()).hasSize(1);
    }

    @Test
    void aStrangersImageUnderOurIdIsNeitherTrustedNorTouched() {
        squat("community");

        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(cloud.image(ID).owner()).isEqualTo("squatter");
    }

    @Test
    void aStrangersImageThatWeCannotSeeIsPassedBy() {
        squat("private");

        assertThat(publish(event).generation()).isEqualTo(1);
    }

    @Test
    void anImageOfOurProjectWithoutOurMarkIsPassedBy() {
        publish(event);
        cloud.change(ID, image -> Images.changed(image, Map.of(), List.of("darkroom_key")));

        assertThat(publish(event).generation()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUOTA_EXCEEDED", "TARGET_UNAVAILABLE"})
    void thatNoMoreCanBeMadeIsNoReasonAgainstWhatIsThere(FailureCode code) {
        ImageReady ready = publish(event);
        cloud.noMore(new FailureException(code, "no more images"));

        ImageReady again = publish(event);

        assertThat(again.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(again.imageId()).isEqualTo(ready.imageId());
    }

    @Test
    void bytesThatComeWhileItIsLookedForDoNotUseUpAnId() {
        staged.staging().sweep(event.key());
        cloud.nextLook(() -> staged.raw("debian_12", event.spec(), BYTES));

        assertThat(publish(event).imageId()).isEqualTo(ID);
        assertThat(cloud.images()).hasSize(1);
    }

    @Test
    void aFullQuotaIsSaidOfWhatIsNotThere() {
        cloud.noMore(new FailureException(FailureCode.QUOTA_EXCEEDED, "no more images"));

        assertThat(assertFails(FailureCode.QUOTA_EXCEEDED, () -> publish(event)))
                .hasMessage("no more images");
    }

    @Test
    void aDeactivatedImageIsTheOperatorsBusiness() {
        publish(event);
        cloud.change(ID, image -> Images.status(image, "deactivated"));

        FailureException e = assertFails(FailureCode.TARGET_REFUSED, () -> publish(event));

        assertThat(e).hasMessageContaining("deactivated").hasMessageContaining("reactivated");
        var change = new ImageRequested(event.key(), event.spec(), List.of(), Map.of(target.name(), ID), 1, null);
        assertThat(assertFails(FailureCode.TARGET_REFUSED, () -> target.repair(change, ID)))
                .hasMessage(e.getMessage());
    }

    @Test
    void whenEveryIdIsTakenThatIsSaid() {
        for (int generation = 0; generation < PublishImage.GENERATIONS; generation++) {
            cloud.vanish(ImageId.of(event.key(), generation));
        }

        FailureException e = assertFails(FailureCode.TARGET_REFUSED, () -> publish(event));

        assertThat(e)
                .hasMessageContaining("are taken, or were used and deleted")
                .hasMessageContaining("use a new key");
    }
}
