package dev.darkroom.upload.glance;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.events.testing.Threads.OWN_THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.Digest.Algorithm;
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
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.PublishedImage;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.NewImage;
import dev.darkroom.upload.openstack.RemoteImage;
import dev.darkroom.upload.testing.OpenStackContainer;
import dev.darkroom.upload.testing.RealCloud;
import dev.darkroom.upload.testing.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A target in a project of a real Glance. */
class GlanceTargetIT {
    private static final byte[] BYTES = Staged.bytes(2_000_000, 1);

    private static RealCloud cloud;
    private static ImageService ours;
    private static ImageService theirs;
    private static GlanceTarget target;

    private final AtomicLong sent = new AtomicLong();

    @TempDir
    Path temp;

    private Staged staged;
    private String key;

    @BeforeAll
    static void everybodyLogsIn() {
        cloud = new RealCloud(OpenStackContainer.shared());
        ours = cloud.service("images");
        theirs = cloud.service("consumer");
        target = cloud.target("images", DiskFormat.RAW);
    }

    @BeforeEach
    void anImageIsStaged(TestInfo test) {
        staged = new Staged(temp);
        key = "it_" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    @AfterEach
    void leaveTheCloudAsItWasFound() {
        for (ImageService service : List.of(ours, theirs)) {
            for (String hidden : List.of("true", "false")) {
                service.list(Map.of("owner", service.projectId(), "os_hidden", hidden), Optional::of)
                        .forEach(image -> service.delete(image.id()));
            }
        }
    }

    @Test
    void anImageBecomesActiveAndIsSeenByOtherProjects() {
        ImageConverted event = staged.raw(key, Samples.spec(), BYTES);

        ImageReady ready = publish(event);

        assertThat(ready.outcome()).isEqualTo(Outcome.UPLOADED);
        assertThat(ready.imageId()).isEqualTo(ImageId.of(event.key(), 0));
        assertThat(sent).hasValue(BYTES.length);
        RemoteImage image = theirs.find(ready.imageId()).orElseThrow();
        assertThat(image.status()).isEqualTo("active");
        assertThat(image.visibility()).isEqualTo("community");
        assertThat(image.hashAlgorithm()).isEqualTo("sha512");
        assertThat(image.hashValue())
                .isEqualTo(ready.sha512().hex())
                .isEqualTo(staged.artifact(event).digest(Algorithm.SHA512).hex());
        assertThat(image.size()).isEqualTo(BYTES.length);
        assertThat(image.diskFormat()).isEqualTo("raw");
        assertThat(image.minDisk()).isEqualTo(3);
        assertThat(image.tags()).containsExactly("linux");
        assertThat(image.properties())
                .containsEntry("os_distro", "debian")
                .containsEntry("darkroom_key", key)
                .containsEntry("darkroom_source_url", Samples.SOURCE)
                .containsEntry("darkroom_source_sha256", Samples.SHA256.hex())
                .containsEntry("darkroom_verified", "sha256")
                .containsEntry("darkroom_generation", "0");
    }

    @Test
    void aCloudThatIsUpIsAnnouncedWithItsProject() {
        var announced = target.announce();

        assertThat(announced.problem()).isNull();
        assertThat(announced.project()).isEqualTo(ours.projectId());
    }

    @Test
    void aSecondRunSendsNoByteAndChangesNothing() {
        ImageConverted event = staged.raw(key, Samples.spec(), BYTES);
        RemoteImage first = ours.find(publish(event).imageId()).orElseThrow();
        sent.set(0);

        ImageReady again = publish(event);

        assertThat(again.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(sent).hasValue(0);
        assertThat(ours.find(again.imageId())).contains(first);
    }

    @Test
    void itsImagesAreThoseOfOursThatAListShows() throws IOException {
        ImageId there = publish(staged.raw(key, Samples.spec(), BYTES)).imageId();
        ImageId mine = publish(staged.raw(key + "2", presented(Visibility.PRIVATE, Map.of(), false), BYTES))
                .imageId();
        ImageId hidden = publish(staged.raw(key + "3", presented(Visibility.COMMUNITY, Map.of(), true), BYTES))
                .imageId();
        squat(staged.raw(key + "4", Samples.spec(), BYTES));
        var unmarked = new NewImage(
                ImageId.of(new ImageKey("unmarked"), 0),
                "x",
                DiskFormat.RAW,
                "bare",
                0,
                0,
                false,
                List.of(),
                new TreeMap<>());
        ours.create(unmarked);
        ours.upload(unmarked.id(), Files.write(temp.resolve("bytes"), BYTES), null, any -> {});

        assertThat(target.images()).containsExactlyInAnyOrder(there, mine).doesNotContain(hidden);
        assertThat(target.hiddenImages()).containsExactly(hidden);

        ours.delete(there);
        ours.delete(hidden);
        assertThat(target.images()).containsExactly(mine);
        assertThat(target.hiddenImages()).isEmpty();
    }

    @Test
    void metadataIsRepairedInPlace() {
        ImageConverted event =
                staged.raw(key, presented(Visibility.COMMUNITY, Map.of("a", "1", "b", "2"), false), BYTES);
        ImageReady ready = publish(event);
        ours.update(ours.find(ready.imageId()).orElseThrow(), Map.of("note_of_an_operator", "x"), List.of());
        ImageSpec other = presented(Visibility.PRIVATE, Map.of("b", "3"), true);

        ImageReady repaired = repair(event, other);

        assertThat(repaired.outcome()).isEqualTo(Outcome.UPDATED);
        RemoteImage image = ours.find(ready.imageId()).orElseThrow();
        assertThat(image.properties())
                .doesNotContainKey("a")
                .containsEntry("b", "3")
                .containsEntry("note_of_an_operator", "x")
                .containsEntry("darkroom_key", key);
        assertThat(image.hidden()).isTrue();
        assertThat(image.protectedImage()).isTrue();
        assertThat(theirs.find(ready.imageId())).isEmpty();
        assertThat(repair(event, other).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void manyPropertiesAreNoTrouble() {
        var many = new TreeMap<String, String>();
        IntStream.range(0, 60).forEach(i -> many.put("property_with_a_long_name_" + i, "v".repeat(300)));
        ImageConverted event = staged.raw(key, presented(Visibility.COMMUNITY, many, false), BYTES);
        ImageReady ready = publish(event);

        repair(event, presented(Visibility.COMMUNITY, Map.of(), false));

        assertThat(ours.find(ready.imageId()).orElseThrow().properties().keySet())
                .noneMatch(name -> name.startsWith("property"))
                .contains("darkroom_key");
    }

    @Test
    void anImageIsSharedWithTheProjectsThatAreNamed() {
        ImageConverted event = staged.raw(key, shared(theirs.projectId()), BYTES);
        ImageId id = publish(event).imageId();
        assertThat(theirs.find(id)).isPresent();

        repair(event, shared());

        assertThat(theirs.find(id)).isEmpty();
    }

    @Test
    void anIdThatSomebodyElseHasTakenOpenlyIsPassedBy() {
        ImageConverted event = staged.raw(key, Samples.spec(), BYTES);
        squat(event);
        ImageId id = ImageId.of(event.key(), 0);
        theirs.upload(id, staged.artifact(event).path(), null, done -> {});
        theirs.update(theirs.find(id).orElseThrow(), Map.of("visibility", "community"), List.of());

        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(ours.find(ready.imageId()).orElseThrow().owner()).isEqualTo(ours.projectId());
        assertThat(publish(event).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void anIdThatSomebodyElseHasTakenSecretlyIsPassedBy() {
        ImageConverted event = staged.raw(key, Samples.spec(), BYTES);
        squat(event);

        assertThat(publish(event).generation()).isEqualTo(1);
    }

    @Test
    void aDeletedImageComesBackUnderTheNextId() {
        ImageConverted event = staged.raw(key, Samples.spec(), BYTES);
        ours.delete(publish(event).imageId());
        assertFails(FailureCode.IMAGE_MISSING, () -> repair(event, event.spec()));

        ImageReady ready = publish(event);

        assertThat(ready.generation()).isEqualTo(1);
        assertThat(ready.outcome()).isEqualTo(Outcome.UPLOADED);
    }

    @Test
    void aQueuedLeftoverGetsItsBytes() {
        ImageConverted event = staged.raw(key, Samples.spec(), BYTES);
        var leftover = PublishedImage.of(event, 0, BYTES.length, null);
        ours.create(new Metadata(event.spec()).newImage(leftover));

        ImageReady ready = publish(event);

        assertThat(ready.imageId()).isEqualTo(leftover.id());
        assertThat(ours.find(leftover.id()).orElseThrow().visibility()).isEqualTo("community");
    }

    @Test
    void anUploadThatIsCutLeavesAQueuedImageAndIsSentAgain() {
        ImageConverted event = staged.raw(key, Samples.spec(), Staged.bytes(20_000_000, 2));
        var cut = new IllegalStateException("the process is killed here");

        assertThatThrownBy(() -> target.publish(event, staged.artifact(event), (any, activity, done, total) -> {
                    if (done > total / 2) {
                        throw cut;
                    }
                }))
                .hasStackTraceContaining("the process is killed here");

        RealCloud.eventually(() -> status(event).equals("queued"));
        assertThat(publish(event).generation()).isZero();
    }

    @Test
    void anActiveImageWithOtherBytesIsAConflictAndStaysAsItIs() throws IOException {
        ImageConverted event = staged.raw(key, Samples.spec(), BYTES);
        var other = PublishedImage.of(event, 0, 3, null);
        ours.create(new Metadata(event.spec()).newImage(other));
        ours.upload(other.id(), Files.writeString(temp.resolve("other"), "abc"), null, done -> {});
        assertFails(FailureCode.TARGET_UNAVAILABLE, () -> publish(event));
        RemoteImage before =
                ours.update(ours.find(other.id()).orElseThrow(), Map.of("visibility", "community"), List.of());

        FailureException e = assertFails(FailureCode.IMAGE_CONFLICT, () -> publish(event));

        assertThat(e).hasMessageContaining(other.id().toString());
        assertThat(ours.find(other.id())).contains(before);
    }

    @Test
    void aDeactivatedImageIsSaidToBeSo() {
        ImageConverted event = staged.raw(key, Samples.spec(), BYTES);
        ImageId id = publish(event).imageId();
        OpenStackContainer.shared()
                .run("env", "OS_CLOUD=admin", "openstack", "image", "set", "--deactivate", id.toString());

        assertFails(FailureCode.TARGET_REFUSED, () -> publish(event));
    }

    @Test
    void theSameKeyUploadedBySeveralAtOnceIsOneImage() {
        ImageConverted event = staged.raw(key, Samples.spec(), Staged.bytes(30_000_000, 3));
        var outcomes = Stream.generate(() -> CompletableFuture.supplyAsync(() -> attempt(event), OWN_THREAD))
                .limit(4)
                .toList();
        List<String> said = outcomes.stream().map(CompletableFuture::join).toList();

        assertThat(said).contains("uploaded");
        assertThat(said).isSubsetOf("uploaded", "skipped", "updated", "target-unavailable");
        assertThat(publish(event).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(ours.list(Map.of("owner", ours.projectId(), "darkroom_key", key), Optional::of))
                .hasSize(1);
        assertThat(publish(event).generation()).isZero();
    }

    private String attempt(ImageConverted event) {
        try {
            return cloud.target("images", DiskFormat.RAW)
                    .publish(event, staged.artifact(event), Progress.SILENT)
                    .outcome()
                    .toString();
        } catch (FailureException e) {
            return e.code().label();
        }
    }

    private String status(ImageConverted event) {
        return ours.find(ImageId.of(event.key(), 0)).map(RemoteImage::status).orElse("gone");
    }

    private ImageReady publish(ImageConverted event) {
        return target.publish(event, staged.artifact(event), (any, activity, done, total) -> sent.set(done));
    }

    private ImageReady repair(ImageConverted event, ImageSpec spec) {
        ImageId id = ImageId.of(event.key(), 0);
        return target.repair(
                new ImageRequested(event.key(), spec, List.of(), Map.of(new TargetName("images"), id), 1, null), id);
    }

    /** Somebody who knows our rule takes our ID, and dresses the image as ours. */
    private void squat(ImageConverted event) {
        theirs.create(new Metadata(event.spec()).newImage(PublishedImage.of(event, 0, BYTES.length, null)));
    }

    private static ImageSpec presented(Visibility visibility, Map<String, String> properties, boolean hiddenProtected) {
        return Staged.presented("Debian", visibility, properties, hiddenProtected, hiddenProtected, List.of());
    }

    private static ImageSpec shared(String... projects) {
        return Staged.presented("Debian", Visibility.SHARED, Map.of(), false, false, List.of(projects));
    }
}
