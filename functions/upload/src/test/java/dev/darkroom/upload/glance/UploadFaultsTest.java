package dev.darkroom.upload.glance;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageReady.Outcome;
import dev.darkroom.upload.openstack.RemoteImage;
import dev.darkroom.upload.testing.FakeGlance.Fault;
import dev.darkroom.upload.testing.Images;
import dev.darkroom.upload.testing.Staged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of one upload in foul weather. */
class UploadFaultsTest extends GlanceTargetTestCase {
    /** How long it takes from one piece to the next, and to learn that none is taken any more. */
    private static final Duration PIECE = Duration.ofMinutes(1);

    @Test
    void anImageOfAnEmptyUploadIsNeverVisible() {
        cloud.nextUpload(Fault.CORRUPTED);

        FailureException e = assertFails(FailureCode.UPLOAD_CORRUPTED, () -> publish(event));

        assertThat(e.code().retryable()).isTrue();
        assertThat(cloud.images()).isEmpty();
        assertThat(cloud.calls()).containsExactly("create", "upload", "delete");
        assertThat(publish(event).generation()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha512", "sha256"})
    void bytesThatRottedOnTheDiskAreNeverVisible(String hashing) throws Exception {
        cloud.hashing(hashing);
        Digest sha512 = staged.artifact(event).digest(Digest.Algorithm.SHA512);
        ImageConverted hashed = Staged.hashed(event, sha512);
        Path file = staged.artifact(event).path();
        byte[] rotten = Files.readAllBytes(file);
        rotten[rotten.length / 2] ^= 1;
        Files.write(file, rotten);

        FailureException e = assertFails(FailureCode.STAGED_BYTES_MISSING, () -> publish(hashed));

        assertThat(e).hasMessageContaining("have changed on the disk").hasMessageContaining(sha512.hex());
        assertThat(cloud.images()).isEmpty();
    }

    @Test
    void aKnownHashMakesAnImageReadyAndADamagedOneIsSentAgain() {
        ImageConverted hashed = Staged.hashed(event, staged.artifact(event).digest(Digest.Algorithm.SHA512));
        cloud.nextUpload(Fault.CORRUPTED);
        assertFails(FailureCode.UPLOAD_CORRUPTED, () -> publish(hashed));
        assertThat(staged.artifact(event).path()).exists();

        assertThat(publish(hashed).outcome()).isEqualTo(Outcome.UPLOADED);
    }

    @Test
    void aCutUploadIsSentAgainUnderTheSameId() {
        cloud.nextUpload(Fault.CUT);
        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));
        assertThat(cloud.image(ID).visibility()).isEqualTo("private");

        assertThat(publish(event).imageId()).isEqualTo(ID);
        assertThat(cloud.images()).hasSize(1);
    }

    @Test
    void aLostReplyIsNoFailureWhenTheBytesAreThere() {
        cloud.nextUpload(Fault.REPLY_LOST);

        assertThat(publish(event).outcome()).isEqualTo(Outcome.UPLOADED);
        assertThat(cloud.image(ID).visibility()).isEqualTo("community");
    }

    @Test
    void aTruncatedImageIsDeletedAlsoWhenTheReplyWasLost() {
        cloud.nextUpload(Fault.TRUNCATED);

        assertFails(FailureCode.UPLOAD_CORRUPTED, () -> publish(event));

        assertThat(cloud.images()).isEmpty();
    }

    /** Its sender was killed before it looked, or could not delete it. */
    @Test
    void anImageOfOtherBytesThatNobodyHasVerifiedIsReplacedOnceItIsOld() {
        cloud.nextUpload(Fault.REPLY_LOST);
        cloud.downAfterUpload(new FailureException(FailureCode.TARGET_UNAVAILABLE, "and away"));
        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));
        cloud.downAfterUpload(null);
        cloud.down(null);
        cloud.change(ID, image -> Images.active(image, 5_000L, "0".repeat(128)));

        FailureException wait = assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));
        assertThat(wait).hasMessageContaining("is active");
        assertThat(cloud.images()).hasSize(1);

        clock.turn(STALE);
        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(cloud.images()).extracting(RemoteImage::id).containsExactly(ready.imageId());
    }

    @Test
    void anImageStuckForEverIsReplacedOnceItIsOld() {
        cloud.nextUpload(Fault.KILLED);
        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));

        FailureException wait = assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));
        assertThat(wait).hasMessageContaining("saving");
        assertThat(wait.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(cloud.images()).hasSize(1);

        clock.turn(STALE);
        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(cloud.images()).extracting(RemoteImage::id).containsExactly(ready.imageId());
    }

    @Test
    void whatWeWereSendingWhenTheServiceWentAwayIsReplacedAtOnce() {
        goesAwayHalfWay(Fault.KILLED_HALF_WAY);

        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(cloud.images()).extracting(RemoteImage::id).containsExactly(ready.imageId());
    }

    /** Another of its workers says that it waits for the bytes, which nobody sends any more. */
    @Test
    void whatWeWereSendingWhenOnePartOfTheServiceWentAwayIsReplacedAtOnce() {
        breaksOff(Fault.KILLED_HALF_WAY);

        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(cloud.images()).extracting(RemoteImage::id).containsExactly(ready.imageId());
    }

    @Test
    void whatSomebodyElseSendsSinceOursBrokeOffIsWaitedFor() {
        breaksOff(Fault.KILLED_HALF_WAY);
        cloud.change(ID, image -> Images.updatedAt(image, clock.instant()));

        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));

        assertThat(cloud.images()).hasSize(1);
    }

    @Test
    void whatMayHaveComeInFullIsWaitedFor() {
        goesAwayHalfWay(Fault.KILLED);

        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));

        assertThat(cloud.images()).hasSize(1);
    }

    /** Its clock may be behind ours; and that nothing is sent any more we may learn when others are sending long since. */
    @ParameterizedTest
    @ValueSource(ints = {-10, 1, 59, 61})
    void whatSomebodyElseSendsSinceIsWaitedFor(int secondsAfterOurLastBytes) {
        Instant begin = clock.instant();
        goesAwayHalfWay(Fault.KILLED_HALF_WAY);
        Instant theirs = begin.plus(PIECE).plusSeconds(secondsAfterOurLastBytes);
        cloud.change(ID, image -> Images.updatedAt(image, theirs));

        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));

        assertThat(cloud.images()).hasSize(1);
    }

    /** A service that goes away again and again must not use up all IDs. */
    @Test
    void someIdsAreKeptForWhatCannotBeHelped() {
        for (int generation = 0; generation <= PublishImage.GENERATIONS / 2; generation++) {
            goesAwayHalfWay(Fault.KILLED_HALF_WAY);
        }

        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));

        assertThat(cloud.images())
                .extracting(RemoteImage::id)
                .containsExactly(ImageId.of(event.key(), PublishImage.GENERATIONS / 2));
    }

    private void goesAwayHalfWay(Fault fault) {
        cloud.downAfterUpload(new FailureException(FailureCode.TARGET_UNAVAILABLE, "away"));
        breaksOff(fault);
        cloud.downAfterUpload(null);
        cloud.down(null);
    }

    private void breaksOff(Fault fault) {
        breaksOff(fault, FailureCode.TARGET_UNAVAILABLE);
    }

    private void breaksOff(Fault fault, FailureCode code) {
        cloud.nextUpload(fault);
        assertFails(
                code,
                () -> target.publish(event, staged.artifact(event), (key, activity, done, total) -> clock.turn(PIECE)));
    }

    @Test
    void whoeverIsOvertakenWaitsAndTouchesNothing() {
        cloud.nextUpload(Fault.OVERTAKEN);

        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));

        assertThat(cloud.images()).hasSize(1);
        assertThat(cloud.calls()).doesNotContain("delete");
    }

    @Test
    void whoeverIsOvertakenByTheSameBytesIsDone() {
        cloud.nextUpload(Fault.OVERTAKEN_AND_DONE);

        assertThat(publish(event).outcome()).isIn(Outcome.UPDATED, Outcome.SKIPPED);
        assertThat(cloud.image(ID).visibility()).isEqualTo("community");
    }

    @Test
    void aQuotaIsSaidAndTheIdIsKept() {
        cloud.nextUpload(Fault.OVER_QUOTA);
        assertFails(FailureCode.QUOTA_EXCEEDED, () -> publish(event));

        assertThat(publish(event).imageId()).isEqualTo(ID);
    }

    /** Glance may fail to have it wait again for bytes that it has refused; none of them are under way any more. */
    @Test
    void whatWasRefusedForGoodIsReplacedAtOnce() {
        breaksOff(Fault.OVER_QUOTA_AND_STUCK, FailureCode.QUOTA_EXCEEDED);

        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(cloud.images()).extracting(RemoteImage::id).containsExactly(ready.imageId());
    }

    @Test
    void whatSomebodyElseSendsSinceOursWasRefusedIsWaitedFor() {
        breaksOff(Fault.OVER_QUOTA_AND_STUCK, FailureCode.QUOTA_EXCEEDED);
        cloud.change(ID, image -> Images.updatedAt(image, clock.instant()));

        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));

        assertThat(cloud.images()).hasSize(1);
    }

    @Test
    void whenNothingCanBeSeenAfterAFailureTheFailureItselfIsSaid() {
        cloud.nextUpload(Fault.REPLY_LOST);
        cloud.downAfterUpload(new FailureException(FailureCode.TARGET_UNAUTHORIZED, "and now this"));

        FailureException e = assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));

        assertThat(e).hasMessage("reply lost");
        assertThat(e.getSuppressed()).hasSize(1);
    }

    @Test
    void aCloudThatHashesOtherwiseIsVerifiedByItsOwnHash() {
        cloud.hashing("sha256");

        assertThat(publish(event).sha512()).isEqualTo(sha512());
        assertThat(publish(event).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void aCloudWhoseHashCannotBeCheckedGetsNoVisibleImage() {
        cloud.hashing("blake2b");

        FailureException e = assertFails(FailureCode.TARGET_REFUSED, () -> publish(event));

        assertThat(e).hasMessageContaining("blake2b").hasMessageContaining("delete image " + ID);
        assertThat(cloud.image(ID).visibility()).isEqualTo("private");
    }
}
