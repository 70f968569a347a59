package dev.darkroom.upload.testing;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.NewImage;
import dev.darkroom.upload.openstack.RemoteImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every target relies on: the service in memory keeps the same rules as the real one. */
public interface ImageServiceRules {
    ImageService ours();

    ImageService theirs();

    @Test
    default void anImageIsMadePrivateAndQueuedAndUnseenByOthers() {
        ImageId id = make("unseen");

        RemoteImage image = ours().find(id).orElseThrow();
        assertThat(image.status()).isEqualTo("queued");
        assertThat(image.visibility()).isEqualTo("private");
        assertThat(image.owner()).isEqualTo(ours().projectId());
        assertThat(image.properties()).containsEntry("p", "v");
        assertThat(image.size()).isNull();
        assertThat(theirs().find(id)).isEmpty();
        ours().delete(id);
    }

    @Test
    default void anIdThatExistsOrExistedIsNotFreeForAnybody() {
        ImageId id = make("burnt");
        assertThat(ours().create(image("burnt"))).isFalse();
        assertThat(theirs().create(image("burnt"))).isFalse();

        ours().delete(id);
        ours().delete(id);

        assertThat(ours().find(id)).isEmpty();
        assertThat(ours().create(image("burnt"))).isFalse();
        assertThat(theirs().create(image("burnt"))).isFalse();
    }

    @Test
    default void bytesAreTakenOnceAndHashed(@TempDir Path temp) throws IOException {
        ImageId id = make("bytes");
        Path file = Files.write(temp.resolve("bytes"), Staged.bytes(1_000, 1));

        assertThat(ours().upload(id, file, null, sent -> {})).isEqualTo(Artifact.digest(file, Algorithm.SHA512));

        RemoteImage image = ours().find(id).orElseThrow();
        assertThat(image.status()).isEqualTo("active");
        assertThat(image.size()).isEqualTo(1_000);
        assertThat(image.hashAlgorithm()).isEqualTo("sha512");
        assertThat(image.hashValue())
                .isEqualTo(Artifact.digest(file, Algorithm.SHA512).hex());
        assertFails(FailureCode.IMAGE_CONFLICT, () -> ours().upload(id, file, null, sent -> {}));
        ours().delete(id);
    }

    @Test
    default void aCommunityImageIsSeenByOthersAndASharedOneByItsMembers() {
        ImageId id = make("seen");
        RemoteImage queued = ours().find(id).orElseThrow();

        RemoteImage shared = ours().update(queued, Map.of("visibility", "shared"), List.of("p"));
        assertThat(theirs().find(id)).isEmpty();
        ours().share(id, List.of(theirs().projectId()));
        assertThat(theirs().find(id)).isPresent();
        ours().share(id, List.of());
        assertThat(theirs().find(id)).isEmpty();
        ours().update(shared, Map.of("visibility", "community"), List.of());

        assertThat(theirs().find(id).orElseThrow().properties()).doesNotContainKey("p");
        ours().delete(id);
    }

    private ImageId make(String name) {
        NewImage image = image(name);
        assertThat(ours().create(image)).isTrue();
        return image.id();
    }

    private static NewImage image(String name) {
        return new NewImage(
                ImageId.of(new ImageKey("rules_" + name), 0),
                name,
                DiskFormat.RAW,
                "bare",
                1,
                0,
                false,
                List.of("tag"),
                new TreeMap<>(Map.of("p", "v")));
    }
}
