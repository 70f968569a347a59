package dev.darkroom.upload.glance;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageReady.Outcome;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.upload.openstack.RemoteImage;
import dev.darkroom.upload.testing.FakeGlance;
import dev.darkroom.upload.testing.Images;
import dev.darkroom.upload.testing.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of one upload in fair weather. */
class GlanceTargetTest extends GlanceTargetTestCase {

    @Test
    void anImageIsMadeVerifiedAndThenOpenedInOneRequest() {
        ImageReady ready = publish(event);

        assertThat(ready.outcome()).isEqualTo(Outcome.UPLOADED);
        assertThat(ready.imageId()).isEqualTo(ID);
        assertThat(ready.size()).isEqualTo(BYTES.length);
        assertThat(ready.sha512()).isEqualTo(sha512());
        assertThat(ready.presentation()).isEqualTo(event.spec().presentation());
        assertThat(cloud.calls()).containsExactly("create", "upload", "update [darkroom_sha512, visibility] -[]");
        RemoteImage image = cloud.image(ID);
        assertThat(image.visibility()).isEqualTo("community");
        assertThat(image.minDisk()).isEqualTo(3);
        assertThat(image.tags()).containsExactly("linux");
        assertThat(image.properties())
                .containsEntry("os_distro", "debian")
                .containsEntry("darkroom_key", "debian_12")
                .containsEntry("darkroom_generation", "0")
                .containsEntry("darkroom_source_url", event.spec().sourceUrl().toString())
                .containsEntry("darkroom_source_sha256", event.sourceSha256().hex())
                .containsEntry("darkroom_verified", "sha256")
                .containsEntry("darkroom_properties", "os_distro")
                .containsEntry("darkroom_sha512", sha512().hex());
    }

    @Test
    void progressSaysHowManyBytesOfHowMany() {
        var heard = new ArrayList<String>();

        target.publish(
                event,
                staged.artifact(event),
                (key, activity, done, total) -> heard.add(key + " " + activity + " " + done + "/" + total));

        assertThat(heard)
                .containsExactly("debian_12 uploading to cloud 1250/5000", "debian_12 uploading to cloud 5000/5000");
    }

    @Test
    void whatIsReadyIsLeftAloneAndNeedsNoStagedBytes() {
        publish(event);
        staged.staging().sweep(event.key());
        cloud.forgetCalls();

        ImageReady again = publish(event);

        assertThat(again.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(again.sha512()).isEqualTo(sha512());
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void whatIsVerifiedByMoreIsMarkedSoWithoutItsBytes() {
        publish(event);
        cloud.forgetCalls();
        var signed = Staged.verifiedBy(event, Proof.checksum(Algorithm.SHA256), Proof.openPgp("AB".repeat(20)));

        ImageReady again = publish(signed);

        assertThat(again.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(again.verified()).isEqualTo(signed.verified());
        assertThat(cloud.calls()).containsExactly("update [darkroom_verified] -[]");
        assertThat(cloud.image(ID).properties())
                .containsEntry("darkroom_verified", "openpgp:" + "AB".repeat(20) + " sha256");
        assertThat(Marks.read(cloud.image(ID)).orElseThrow().verified()).isEqualTo(signed.verified());
    }

    @Test
    void anImageThatWasVerifiedIsRightThoughAnotherConversionGivesOtherBytes() {
        publish(event);
        var elsewhere = new Staged(temp.resolve("elsewhere"));
        var converted = elsewhere.raw("debian_12", event.spec(), Staged.bytes(6_000, 2));

        ImageReady again = target.publish(converted, elsewhere.artifact(converted), SILENT);

        assertThat(again.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(again.sha512()).isEqualTo(sha512());
    }

    @Test
    void aProcessKilledAfterTheBytesLeavesAnImageThatIsVerifiedByItsHash() {
        publish(event);
        cloud.change(ID, image -> Images.changed(image, Map.of("visibility", "private"), List.of("darkroom_sha512")));
        cloud.forgetCalls();

        ImageReady again = publish(event);

        assertThat(again.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(cloud.calls()).containsExactly("update [darkroom_sha512, visibility] -[]");
        assertThat(cloud.image(ID).visibility()).isEqualTo("community");
    }

    @Test
    void anImageOfOtherBytesThanTheChecksumSaysIsNotTheOneThatIsMeant() {
        publish(event);
        cloud.forgetCalls();
        ImageSpec other = Samples.spec(
                Samples.SOURCE,
                DiskFormat.QCOW2,
                new Checksum(List.of(Digest.parse("sha256:" + "12".repeat(32))), null, false, null, null));
        var request = new ImageRequested(event.key(), other, List.of(), Map.of(target.name(), ID), 1, null);

        assertFails(FailureCode.IMAGE_MISSING, () -> target.repair(request, ID));
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void whatIsSwitchedOffIsThereAndWhatHasNoBytesIsNot() {
        publish(event);
        cloud.change(ID, image -> Images.status(image, "deactivated"));
        assertThat(target.images()).containsExactly(ID);

        cloud.change(ID, image -> Images.status(image, "queued"));
        assertThat(target.images()).isEmpty();
    }

    @Test
    void whatIsHiddenIsInAListOfItsOwn() {
        publish(event);
        assertThat(target.hiddenImages()).isEmpty();

        cloud.change(ID, image -> Images.changed(image, Map.of("os_hidden", true), List.of()));

        assertThat(target.images()).isEmpty();
        assertThat(target.hiddenImages()).containsExactly(ID);
    }

    @Test
    void stagedBytesThatAreGoneAreSaidSo() {
        staged.staging().sweep(event.key());

        assertFails(FailureCode.STAGED_BYTES_MISSING, () -> publish(event));
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void aTargetIsAnnouncedAsItIs() {
        var usable = target.announce();
        cloud.down(new FailureException(FailureCode.TARGET_UNAVAILABLE, "it is away"));
        var away = target.announce();
        cloud.down(null);

        assertThat(usable.problem()).isNull();
        assertThat(usable.project()).isEqualTo("ours");
        assertThat(usable.location()).isEqualTo("https://glance.example.org:9292/v2");
        assertThat(away.problem().code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE);
        assertThat(away.problem().message()).isEqualTo("it is away");
        assertThat(target.announce()).isEqualTo(usable);
    }

    @Test
    void credentialsThatWereReplacedAreReadBeforeOldOnesAreSaidToBeRefused() {
        var old = new FakeGlance(clock);
        var services = List.of(old.as("ours"), cloud.as("ours")).iterator();
        var renewed = new GlanceTarget(
                new TargetName("cloud"),
                Optional.of(DiskFormat.RAW),
                new CloudConnection("cloud", services::next),
                STALE,
                clock);
        var before = renewed.announce();
        old.down(new FailureException(FailureCode.TARGET_UNAUTHORIZED, "the application credential is gone"));

        var after = renewed.announce();

        assertThat(after.problem()).isNull();
        assertThat(after).isEqualTo(before);
        assertThat(renewed.publish(event, staged.artifact(event), SILENT).outcome())
                .isEqualTo(Outcome.UPLOADED);
    }

    @Test
    void whatIsSaidOfATargetUnaskedAsksNobody() {
        cloud.down(new FailureException(FailureCode.TARGET_UNAVAILABLE, "it is away"));
        var starting = new TargetAnnounced.Problem(FailureCode.TARGET_UNAVAILABLE, "not looked at");

        assertThat(target.unasked(starting))
                .isEqualTo(new TargetAnnounced(
                        new TargetName("cloud"), "glance", DiskFormat.RAW, "cloud cloud", null, starting, null, null));
        assertThat(cloud.calls()).isEmpty();
    }

    @Test
    void aCloudThatWasDownAtStartIsConnectedLater() {
        var answers = new ArrayList<>(List.of("down"));
        var late = new GlanceTarget(
                new TargetName("late"),
                Optional.empty(),
                new CloudConnection("late", () -> {
                    if (!answers.isEmpty()) {
                        throw new FailureException(FailureCode.TARGET_UNKNOWN, answers.removeFirst());
                    }
                    return cloud.as("ours");
                }),
                STALE,
                clock);

        assertThat(late.announce().problem().code()).isEqualTo(FailureCode.TARGET_UNKNOWN);
        assertThat(late.announce().problem()).isNull();
    }
}
