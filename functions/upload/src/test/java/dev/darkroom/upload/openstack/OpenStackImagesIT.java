package dev.darkroom.upload.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.upload.openstack.clouds.CloudSettings;
import dev.darkroom.upload.openstack.clouds.Clouds;
import dev.darkroom.upload.openstack.testing.Connected;
import dev.darkroom.upload.testing.OpenStackContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real Keystone and Glance. */
class OpenStackImagesIT {
    private static final OpenStackContainer OPENSTACK = OpenStackContainer.shared();

    @TempDir
    private Path directory;

    private ImageId id;
    private Path file;

    @BeforeEach
    void image(TestInfo test) throws IOException {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        id = ImageId.of(new ImageKey(name), (int) (System.nanoTime() & 0xffff));
        var bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        file = Files.write(directory.resolve("image.raw"), bytes);
    }

    @AfterEach
    void delete() {
        images("images").delete(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "images-password"})
    void anImageIsMadeFilledOpenedAndDeleted(String cloud) {
        OpenStackImages images = images(cloud);
        assertThat(images.endpoint()).hasToString(OPENSTACK.glance() + "/v2");
        assertThat(images.find(id)).isEmpty();

        assertThat(images.create(image(Map.of("architecture", "x86_64", "darkroom_key", "k/1~2"))))
                .isTrue();
        RemoteImage queued = images.find(id).orElseThrow();
        assertThat(queued.status()).isEqualTo("queued");
        assertThat(queued.size()).isNull();
        assertThat(queued.visibility()).isEqualTo("private");
        assertThat(queued.owner()).isEqualTo(images.projectId());
        assertThat(queued.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("architecture", "x86_64", "darkroom_key", "k/1~2"));

        var sent = new ArrayList<Long>();
        Digest digest = images.upload(id, file, null, sent::add);
        RemoteImage active = images.find(id).orElseThrow();
        assertThat(active.status()).isEqualTo("active");
        assertThat(active.size()).isEqualTo(1_000_000);
        assertThat(active.hashAlgorithm()).isEqualTo("sha512");
        assertThat(active.hashValue()).isEqualTo(digest.hex());
        assertThat(sent.getLast()).isEqualTo(1_000_000);

        RemoteImage changed = images.update(
                active,
                Map.of(
                        "visibility", "community",
                        "protected", true,
                        "os_hidden", true,
                        "name", "Debian 13",
                        "min_disk", 3,
                        "tags", List.of("z", "y"),
                        "os_distro", "debian",
                        "darkroom_key", "other",
                        "a/b~c", "odd name"),
                List.of("architecture", "never_there"));
        assertThat(changed)
                .usingRecursiveComparison()
                .isEqualTo(new RemoteImage(
                        id,
                        "active",
                        images.projectId(),
                        "Debian 13",
                        "community",
                        "qcow2",
                        "bare",
                        1_000_000L,
                        "sha512",
                        digest.hex(),
                        3,
                        512,
                        true,
                        true,
                        List.of("y", "z"),
                        new TreeMap<>(Map.of("os_distro", "debian", "darkroom_key", "other", "a/b~c", "odd name")),
                        changed.updatedAt()));
        assertThat(images.find(id)).contains(changed);
        assertThat(images("consumer").find(id)).contains(changed);

        images.delete(id);
        images.delete(id);
        assertThat(images.find(id)).isEmpty();
    }

    @Test
    void anImageThatHasItsBytesTakesNoOthers() {
        OpenStackImages images = images("images");
        images.create(image(Map.of()));
        images.upload(id, file, null, n -> {});

        FailureException failure = Connected.failure(() -> images.upload(id, file, null, n -> {}));

        assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_CONFLICT);
        assertThat(failure)
                .hasMessageContaining(
                        "cloud images: the image service answered 409 to PUT /v2/images/" + id + "/file: ");
        assertThat(failure.getMessage()).doesNotContain("<").doesNotContain("\n");
    }

    @Test
    void listsAreFilteredByPropertyAndOwner() {
        OpenStackImages images = images("images");
        images.create(image(Map.of("darkroom_key", "listed")));

        assertThat(images.list(Map.of("darkroom_key", "listed", "owner", images.projectId()), Optional::of))
                .extracting(RemoteImage::id)
                .containsExactly(id);
        assertThat(images.list(Map.of("darkroom_key", "nothing"), Optional::of)).isEmpty();
        assertThat(images("consumer").list(Map.of("darkroom_key", "listed"), Optional::of))
                .isEmpty();
    }

    @Test
    void anImageIsSharedWithExactlyTheProjectsThatAreNamed() {
        OpenStackImages images = images("images");
        OpenStackImages consumer = images("consumer");
        images.create(image(Map.of()));
        images.upload(id, file, null, n -> {});
        images.update(images.find(id).orElseThrow(), Map.of("visibility", "shared"), List.of());
        assertThat(consumer.find(id)).isEmpty();

        images.share(id, List.of(consumer.projectId(), images("admin").projectId()));
        images.share(id, List.of(consumer.projectId()));
        assertThat(consumer.find(id)).isPresent();

        images.share(id, List.of());
        assertThat(consumer.find(id)).isEmpty();
    }

    @Test
    void anImageOfAnotherProjectIsLeftAlone() {
        images("images").create(image(Map.of()));
        OpenStackImages consumer = images("consumer");
        RemoteImage seen = images("images")
                .update(images("images").find(id).orElseThrow(), Map.of("visibility", "community"), List.of());

        FailureException deleted = Connected.failure(() -> consumer.delete(id));
        FailureException changed = Connected.failure(() -> consumer.update(seen, Map.of("name", "mine"), List.of()));

        assertThat(deleted.code()).isEqualTo(FailureCode.TARGET_UNAUTHORIZED);
        assertThat(changed.code()).isEqualTo(FailureCode.TARGET_UNAUTHORIZED);
        assertThat(images("images").find(id)).contains(seen);
    }

    @Test
    void whatTheServiceDoesNotAdmitIsRefusedWithItsReason() {
        FailureException failure =
                Connected.failure(() -> images("images").create(image(Map.of("os_glance_mine", "x"))));

        assertThat(failure.code()).isIn(FailureCode.TARGET_REFUSED, FailureCode.TARGET_UNAUTHORIZED);
        assertThat(failure).hasMessageContaining("os_glance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploader-password", "project_name: images"})
    void credentialsThatAreWrongAreSaidToBe(String wrong) throws IOException {
        String yaml = Files.readString(OPENSTACK.cloudsYaml());
        Path clouds = Files.writeString(directory.resolve("clouds.yaml"), yaml.replace(wrong, wrong + "-canary"));
        CloudSettings settings =
                Clouds.of(Map.of(), directory, Optional.of(directory)).cloud("images-password");
        assertThat(clouds).isNotEmptyFile();

        var images = Connected.to(settings, Clock.systemUTC());
        FailureException failure = Connected.failure(images::projectId);

        assertThat(failure.code()).isEqualTo(FailureCode.TARGET_UNAUTHORIZED);
        assertThat(failure).hasMessageStartingWith("cloud images-password: Keystone answered 401");
    }

    private NewImage image(Map<String, String> properties) {
        return new NewImage(
                id, "Debian 12", DiskFormat.QCOW2, "bare", 2, 512, false, List.of("b", "a"), new TreeMap<>(properties));
    }

    private OpenStackImages images(String cloud) {
        return Connected.to(OPENSTACK.clouds().cloud(cloud), Clock.systemUTC());
    }
}
