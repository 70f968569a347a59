package dev.darkroom.upload.glance;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageReady.Outcome;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Visibility;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.upload.openstack.RemoteImage;
import dev.darkroom.upload.testing.FakeGlance.Fault;
import dev.darkroom.upload.testing.Images;
import dev.darkroom.upload.testing.Staged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an image looks like at a cloud, and how that is mended in place. */
class MetadataTest extends GlanceTargetTestCase {

    @Test
    void onlyWhatDiffersIsRepairedInOneRequest() {
        publish(event);
        cloud.forgetCalls();
        ImageSpec renamed = Staged.presented(
                "Bookworm", Visibility.COMMUNITY, Map.of("os_distro", "debian"), false, true, List.of());

        ImageReady ready = repair(renamed);

        assertThat(ready.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(ready.presentation()).isEqualTo(renamed.presentation());
        assertThat(ready.sha512()).isEqualTo(sha512());
        assertThat(ready.sourceSha256()).isEqualTo(event.sourceSha256());
        assertThat(cloud.calls()).containsExactly("update [name, protected] -[]");
        assertThat(repair(renamed).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void propertiesThatWentAreRemovedAndThoseOfOthersStay() {
        publish(staged.raw("debian_12", presented(Map.of("a", "1", "b", "2")), BYTES));
        cloud.change(
                ID, image -> Images.changed(image, Map.of("os_hidden_by_cloud", "x", "owner_note", "y"), List.of()));

        repair(presented(Map.of("b", "3")));

        assertThat(cloud.image(ID).properties())
                .doesNotContainKey("a")
                .containsEntry("b", "3")
                .containsEntry("os_hidden_by_cloud", "x")
                .containsEntry("owner_note", "y")
                .containsEntry("darkroom_properties", "b");
        repair(presented(Map.of()));
        assertThat(cloud.image(ID).properties())
                .doesNotContainKeys("b", "darkroom_properties")
                .containsEntry("owner_note", "y");
    }

    @Test
    void aRemovedPropertyThatIsGoneAlreadyIsNoNews() {
        publish(staged.raw("debian_12", presented(Map.of("a", "1", "b", "2")), BYTES));
        cloud.change(ID, image -> Images.changed(image, Map.of(), List.of("a")));
        cloud.forgetCalls();

        repair(presented(Map.of("b", "2")));

        assertThat(cloud.calls()).containsExactly("update [darkroom_properties] -[]");
    }

    @Test
    void marksThatSomebodyListedAsPropertiesAreNotRemoved() {
        publish(event);
        cloud.change(
                ID, image -> Images.changed(image, Map.of("darkroom_properties", "darkroom_key,owner,a"), List.of()));

        repair(event.spec());

        assertThat(cloud.image(ID).properties()).containsEntry("darkroom_key", "debian_12");
    }

    @ParameterizedTest
    @EnumSource(Visibility.class)
    void everyVisibilityIsOpenedAfterTheBytes(Visibility visibility) {
        var opened = staged.raw(
                "debian_12", Staged.presented("Debian", visibility, Map.of(), true, true, List.of("consumer")), BYTES);

        publish(opened);

        RemoteImage image = cloud.image(ID);
        assertThat(image.visibility()).isEqualTo(visibility.label());
        assertThat(image.hidden()).isTrue();
        assertThat(image.protectedImage()).isTrue();
        assertThat(cloud.members(ID)).isEqualTo(visibility == Visibility.SHARED ? List.of("consumer") : List.of());
        assertThat(cloud.as("consumer").find(ID).isPresent()).isEqualTo(visibility != Visibility.PRIVATE);
    }

    @Test
    void whoAnImageIsSharedWithIsRepaired() {
        publish(staged.raw("debian_12", shared("one", "two"), BYTES));

        repair(shared("two", "three"));

        assertThat(cloud.members(ID)).containsExactly("three", "two");
    }

    @Test
    void aLeftoverOfAnEarlierSpecificationIsMadeRightBeforeItIsOpened() {
        cloud.nextUpload(Fault.CUT);
        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));
        var renamed = staged.raw("debian_12", presented(Map.of("new", "1")), BYTES);

        publish(renamed);

        assertThat(cloud.image(ID).name()).isEqualTo("Debian");
        assertThat(cloud.image(ID).properties()).containsEntry("new", "1").doesNotContainKey("os_distro");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "visibility",
                "owner",
                "id",
                "locations",
                "os_hidden",
                "darkroom_sha512",
                "darkroom_key",
                "os_glance_x",
                "OS_Glance_x",
                "cinder_encryption_key_id",
                "cinder_encryption_key_deletion_policy",
                "Visibility",
                "deleted",
                "os_distro,os_version"
            })
    void aPropertyThatWouldBeTakenForSomethingElseIsRefused(String property) {
        var forged = staged.raw("debian_12", presented(Map.of(property, "public")), BYTES);

        FailureException e = assertFails(FailureCode.TARGET_REFUSED, () -> publish(forged));

        assertThat(e).hasMessageContaining('"' + property + '"');
        assertThat(cloud.images()).isEmpty();
    }

    @Test
    void aContainerFormatCannotBeChangedAnyMore() {
        publish(event);
        cloud.change(ID, image -> Images.changed(image, Map.of("container_format", "ova"), List.of()));

        FailureException e = assertFails(FailureCode.TARGET_REFUSED, () -> repair(event.spec()));

        assertThat(e).hasMessageContaining("ova").hasMessageContaining("bare");
    }

    @Test
    void anImageThatIsGoneOrNotActiveOrNotOursIsMissing() {
        assertFails(FailureCode.IMAGE_MISSING, () -> repair(event.spec()));
        publish(event);
        cloud.change(ID, image -> Images.status(image, "queued"));
        assertFails(FailureCode.IMAGE_MISSING, () -> repair(event.spec()));
        cloud.change(ID, image -> Images.owner(Images.status(image, "active"), "squatter"));
        assertFails(FailureCode.IMAGE_MISSING, () -> repair(event.spec()));
    }

    @Test
    void anImageWithoutItsMarksIsPublishedAgainWhichRestoresThem() {
        publish(event);
        cloud.change(
                ID, image -> Images.changed(image, Map.of("darkroom_virtual_size", "big"), List.of("darkroom_sha512")));

        assertFails(FailureCode.IMAGE_MISSING, () -> repair(event.spec()));

        assertThat(publish(event).outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(repair(event.spec()).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void aVmdkThatWasMadeHereSaysOfWhichKindItIs() {
        publish(vmdk(presented(Map.of())));

        assertThat(cloud.image(ID).properties())
                .containsEntry("vmware_disktype", "streamOptimized")
                .doesNotContainKeys("vmware_adaptertype", "darkroom_properties");
        assertThat(repair(presented(Map.of())).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void theKindThatACatalogueSaysCountsAsLongAsItSaysSo() {
        publish(vmdk(presented(Map.of("vmware_disktype", "thin"))));
        assertThat(cloud.image(ID).properties()).containsEntry("vmware_disktype", "thin");

        repair(presented(Map.of()));

        assertThat(cloud.image(ID).properties())
                .containsEntry("vmware_disktype", "streamOptimized")
                .doesNotContainKey("darkroom_properties");
    }

    @Test
    void theNewerNameOfTheKindCountsToo() {
        publish(vmdk(presented(Map.of("hw_disk_type", "thin"))));

        assertThat(cloud.image(ID).properties()).doesNotContainKey("vmware_disktype");
    }

    @Test
    void aVmdkThatDoesNotSayItsKindIsRepairedAndWhatOthersSayStays() {
        publish(vmdk(presented(Map.of())));
        cloud.change(ID, image -> Images.changed(image, Map.of(), List.of("vmware_disktype")));

        assertThat(repair(presented(Map.of())).outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(cloud.image(ID).properties()).containsEntry("vmware_disktype", "streamOptimized");

        cloud.change(ID, image -> Images.changed(image, Map.of("vmware_disktype", "thin"), List.of()));
        assertThat(repair(presented(Map.of())).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void ofWhatWasNotMadeHereOrIsNoVmdkNoKindIsSaid() {
        publish(event);
        assertThat(cloud.image(ID).properties()).doesNotContainKey("vmware_disktype");

        ImageSpec passedOn = Samples.spec(
                "https://example.org/disk.vmdk",
                DiskFormat.VMDK,
                new Checksum(List.of(Samples.SHA256), null, false, null, null));
        var key = new ImageKey("passed_on");
        publish(staged.converted(key.value(), passedOn, DiskFormat.VMDK, BYTES, Samples.SHA256));
        assertThat(cloud.image(ImageId.of(key, 0)).properties()).doesNotContainKey("vmware_disktype");
    }

    private ImageConverted vmdk(ImageSpec spec) {
        return staged.converted("debian_12", spec, DiskFormat.VMDK, BYTES, Samples.SHA256);
    }

    private ImageReady repair(ImageSpec spec) {
        var request = new ImageRequested(
                event.key(), spec, List.of(), Map.of(new TargetName("cloud"), ImageId.of(event.key(), 0)), 1, null);
        return target.repair(request, ID);
    }

    private static ImageSpec presented(Map<String, String> properties) {
        return Staged.presented("Debian", Visibility.COMMUNITY, properties, false, false, List.of());
    }

    private static ImageSpec shared(String... projects) {
        return Staged.presented("Debian", Visibility.SHARED, Map.of(), false, false, List.of(projects));
    }
}
