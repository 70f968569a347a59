package dev.darkroom.upload.directory;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
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
import dev.darkroom.events.Proof;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Visibility;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.testing.Staged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTargetTest {
    private static final TargetName NAME = new TargetName("images");
    private static final byte[] BYTES = Staged.bytes(300_000, 1);

    @TempDir
    Path temp;

    private Path directory;
    private Staged staged;
    private DirectoryTarget target;

    @BeforeEach
    void emptyDirectory() {
        directory = temp.resolve("images");
        staged = new Staged(temp.resolve("staging"));
        target = new DirectoryTarget(NAME, Optional.of(DiskFormat.RAW), directory, new KeyGuard(), false);
        target.announce();
    }

    @Test
    void publishesTheFileAndNotesWhatItIs() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);

        ImageReady ready = publish(event);

        assertThat(directory.resolve("debian_12.raw")).hasBinaryContent(BYTES);
        assertThat(ready.outcome()).isEqualTo(Outcome.UPLOADED);
        assertThat(ready.imageId()).isEqualTo(ImageId.of(event.key(), 0));
        assertThat(ready.sha512()).isEqualTo(Artifact.digest(directory.resolve("debian_12.raw"), Algorithm.SHA512));
        assertThat(ready.size()).isEqualTo(BYTES.length);
        assertThat(ready.presentation()).isEqualTo(event.spec().presentation());
        JsonNode noted = manifest().at("/images/debian_12");
        assertThat(noted.get("id").asText()).isEqualTo(ready.imageId().toString());
        assertThat(noted.get("file").asText()).isEqualTo("debian_12.raw");
        assertThat(noted.get("sha512").asText()).isEqualTo(ready.sha512().toString());
        assertThat(noted.get("size").asLong()).isEqualTo(BYTES.length);
        assertThat(noted.at("/verified/0").asText()).isEqualTo("sha256");
        assertThat(noted.get("min_disk").asInt()).isEqualTo(3);
        assertThat(noted.get("source_url").asText()).isEqualTo(Samples.SOURCE);
        assertThat(noted.at("/properties/os_distro").asText()).isEqualTo("debian");
    }

    @Test
    void whatIsVerifiedByMoreIsNotedSoWithoutItsBytes() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        publish(event);
        staged.staging().sweep(event.key());
        var signed = Staged.verifiedBy(event, Proof.checksum(Algorithm.SHA256), Proof.openPgp("AB".repeat(20)));

        ImageReady again = publish(signed);

        assertThat(again.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(again.verified()).isEqualTo(signed.verified());
        assertThat(manifest().at("/images/debian_12/verified/0").asText()).isEqualTo("openpgp:" + "AB".repeat(20));
    }

    @Test
    void whatIsThereAlreadyIsLeftAloneAndNeedsNoStagedBytes() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        ImageReady first = publish(event);
        var before = Files.getLastModifiedTime(directory.resolve("manifest.json"));
        staged.staging().sweep(event.key());

        ImageReady again = publish(event);

        assertThat(again.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(again.sha512()).isEqualTo(first.sha512());
        assertThat(Files.getLastModifiedTime(directory.resolve("manifest.json")))
                .isEqualTo(before);
    }

    @Test
    void otherMetadataIsRepairedInTheManifestOnly() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        publish(event);
        ImageSpec renamed = Staged.presented("Bookworm", Visibility.PRIVATE, Map.of("x", "y"), true, true, List.of());

        ImageReady ready = target.repair(requested(event, renamed), ImageId.of(event.key(), 0));

        assertThat(ready.outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(ready.presentation()).isEqualTo(renamed.presentation());
        assertThat(ready.sourceSha256()).isEqualTo(event.sourceSha256());
        JsonNode noted = manifest().at("/images/debian_12");
        assertThat(noted.get("name").asText()).isEqualTo("Bookworm");
        assertThat(noted.get("hidden").asBoolean()).isTrue();
        assertThat(noted.get("properties")).hasToString("{\"x\":\"y\"}");
        assertThat(target.repair(requested(event, renamed), ImageId.of(event.key(), 0))
                        .outcome())
                .isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void anImageThatIsGoneCannotBeRepaired() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        publish(event);
        Files.delete(directory.resolve("debian_12.raw"));

        assertFails(
                FailureCode.IMAGE_MISSING,
                () -> target.repair(requested(event, event.spec()), ImageId.of(event.key(), 0)));
    }

    @Test
    void anImageThatIsGoneIsPublishedAgain() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        publish(event);
        Files.delete(directory.resolve("debian_12.raw"));

        assertThat(publish(event).outcome()).isEqualTo(Outcome.UPLOADED);
        assertThat(directory.resolve("debian_12.raw")).hasBinaryContent(BYTES);
    }

    @Test
    void anImageOfOtherBytesThanTheChecksumSaysIsNotTheOneThatIsMeant() {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        publish(event);
        ImageSpec other = Samples.spec(
                Samples.SOURCE, DiskFormat.QCOW2, new Checksum(List.of(otherSha256()), null, false, null, null));

        assertFails(
                FailureCode.IMAGE_MISSING, () -> target.repair(requested(event, other), ImageId.of(event.key(), 0)));
    }

    @Test
    void onlyWholeFilesOfTheManifestAreItsImages() throws IOException {
        assertThat(target.images()).as("not made yet").isEmpty();
        for (String key : List.of("there", "gone", "changed")) {
            publish(staged.raw(key, Samples.spec(), BYTES));
        }
        Files.writeString(directory.resolve("strange.raw"), "x");
        Files.delete(directory.resolve("gone.raw"));
        Files.writeString(directory.resolve("changed.raw"), "x");

        assertThat(target.images()).containsExactly(ImageId.of(new ImageKey("there"), 0));
    }

    @Test
    void hiddenImagesAreAmongItsImagesAndAListOfTheirOwn() throws IOException {
        ImageSpec hidden = Staged.presented("Bookworm", Visibility.PRIVATE, Map.of(), true, false, List.of());
        publish(staged.raw("seen", Samples.spec(), BYTES));
        publish(staged.raw("hidden", hidden, BYTES));
        publish(staged.raw("gone", hidden, BYTES));
        Files.delete(directory.resolve("gone.raw"));

        assertThat(target.images()).hasSize(2);
        assertThat(target.hiddenImages()).containsExactly(ImageId.of(new ImageKey("hidden"), 0));
    }

    @Test
    void aProcessKilledBeforeItNotedTheImageLeavesAFileThatIsKnownByItsHash() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        publish(event);
        Files.delete(directory.resolve("manifest.json"));
        target = new DirectoryTarget(NAME, Optional.of(DiskFormat.RAW), directory, new KeyGuard(), false);

        assertThat(publish(event).outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(manifest().at("/images/debian_12/size").asLong()).isEqualTo(BYTES.length);
    }

    @Test
    void aProcessKilledWhileItWroteLeavesNothingThatStays() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(".debian_12.raw.part"), "half");
        Files.writeString(directory.resolve(".other.raw.part"), "half");
        Files.writeString(directory.resolve(".manifest.json.part"), "{");

        publish(staged.raw("debian_12", Samples.spec(), BYTES));

        assertThat(names()).containsExactlyInAnyOrder(".darkroom.lock", "debian_12.raw", "manifest.json");
        assertThat(directory.resolve("debian_12.raw")).hasBinaryContent(BYTES);
    }

    @Test
    void aStrangersFileIsNotOverwritten() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("debian_12.raw"), "mine");

        FailureException e =
                assertFails(FailureCode.IMAGE_CONFLICT, () -> publish(staged.raw("debian_12", Samples.spec(), BYTES)));

        assertThat(e).hasMessageContaining("debian_12.raw").hasMessageContaining("nothing was changed");
        assertThat(directory.resolve("debian_12.raw")).hasContent("mine");
    }

    @Test
    void aFileThereThatCannotBeReadIsTheDirectorysTrouble() throws IOException {
        Path inItsPlace = Files.createDirectory(directory.resolve("debian_12.raw"));
        byte[] bytes = new byte[Math.toIntExact(Files.size(inItsPlace))];

        FailureException e = assertFails(
                FailureCode.TARGET_UNAVAILABLE, () -> publish(staged.raw("debian_12", Samples.spec(), bytes)));

        assertThat(e).hasMessageContaining("directory " + directory + " cannot be used");
    }

    @Test
    void aFileThatWasChangedAfterwardsIsAConflict() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        publish(event);
        Files.writeString(directory.resolve("debian_12.raw"), "changed");

        assertFails(FailureCode.IMAGE_CONFLICT, () -> publish(event));
        assertFails(
                FailureCode.IMAGE_CONFLICT,
                () -> target.repair(requested(event, event.spec()), ImageId.of(event.key(), 0)));
    }

    @Test
    void anotherSourceWithOtherBytesIsAConflictAndWithTheSameBytesIsNot() {
        publish(staged.raw("debian_12", Samples.spec(), BYTES));
        var other = new Staged(temp.resolve("other"));

        assertFails(
                FailureCode.IMAGE_CONFLICT,
                () -> target.publish(
                        other.converted("debian_12", Samples.spec(), DiskFormat.RAW, new byte[300_000], otherSha256()),
                        other.artifact(other.converted(
                                "debian_12", Samples.spec(), DiskFormat.RAW, new byte[300_000], otherSha256())),
                        Progress.SILENT));
        var same = new Staged(temp.resolve("same"));
        ImageConverted event = same.converted("debian_12", Samples.spec(), DiskFormat.RAW, BYTES, otherSha256());
        assertThat(target.publish(event, same.artifact(event), Progress.SILENT).outcome())
                .isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void anotherFormatIsAConflict() {
        publish(staged.raw("debian_12", Samples.spec(), BYTES));

        FailureException e = assertFails(
                FailureCode.IMAGE_CONFLICT,
                () -> publish(staged.converted("debian_12", Samples.spec(), DiskFormat.QCOW2, BYTES, Samples.SHA256)));

        assertThat(e).hasMessageContaining("qcow2 is wanted");
    }

    /** As a machine does that runs on it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsWrittenIntoAPublishedFileReachesNoOtherTarget(boolean hashIsKnown) throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        if (hashIsKnown) {
            event = Staged.hashed(event, staged.artifact(event).digest(Algorithm.SHA512));
        }
        ImageReady ready = publish(event);
        try (var file = FileChannel.open(directory.resolve("debian_12.raw"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(Staged.bytes(512, 2)), 1024);
        }
        Path other = temp.resolve("other");
        var next = new DirectoryTarget(new TargetName("next"), Optional.empty(), other, new KeyGuard(), false);
        next.announce();

        ImageReady also = next.publish(event, staged.artifact(event), Progress.SILENT);

        assertThat(other.resolve("debian_12.raw")).hasBinaryContent(BYTES);
        assertThat(also.sha512()).isEqualTo(ready.sha512());
    }

    @Test
    void stagedBytesThatAreGoneAreSaidSo() {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        staged.staging().sweep(event.key());

        assertFails(FailureCode.STAGED_BYTES_MISSING, () -> publish(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"images\": {\"a\": 1}}", "null", ""})
    void aManifestThatCannotBeUnderstoodIsNotOverwritten(String content) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("manifest.json"), content);

        assertFails(FailureCode.TARGET_UNKNOWN, () -> publish(staged.raw("debian_12", Samples.spec(), BYTES)));

        assertThat(directory.resolve("manifest.json")).hasContent(content);
        var problem = target.announce().problem();
        assertThat(problem.code()).isEqualTo(FailureCode.TARGET_UNKNOWN);
        assertThat(problem.message()).contains("manifest.json");
    }

    @Test
    void anEntryThatIsDamagedIsNamed() throws IOException {
        ImageConverted event = staged.raw("debian_12", Samples.spec(), BYTES);
        publish(event);
        Path manifest = directory.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("sha512:", "sha511:"));

        FailureException e = assertFails(FailureCode.TARGET_REFUSED, () -> publish(event));

        assertThat(e).hasMessageContaining("images.debian_12").hasMessageContaining("sha511");
        assertFails(FailureCode.TARGET_REFUSED, target::images);

        Files.writeString(manifest, Files.readString(manifest).replace("debian_12\"", "../x\""));
        assertThat(assertFails(FailureCode.TARGET_REFUSED, target::images)).hasMessageContaining("../x");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsAProblemOfTheTarget() throws IOException {
        directory = temp.resolve("file");
        target = new DirectoryTarget(NAME, Optional.empty(), directory, new KeyGuard(), false);
        Files.writeString(directory, "a file in its place");

        assertThat(target.announce().problem().code()).isEqualTo(FailureCode.TARGET_UNKNOWN);
        FailureException e =
                assertFails(FailureCode.TARGET_UNKNOWN, () -> publish(staged.raw("debian_12", Samples.spec(), BYTES)));
        assertThat(e).hasMessageContaining(directory.toString());
    }

    @Test
    void aTargetThatIsWellSaysWhereItIs() {
        var announced = target.announce();

        assertThat(announced.problem()).isNull();
        assertThat(announced.kind()).isEqualTo("directory");
        assertThat(announced.location()).isEqualTo(directory.toString());
        assertThat(announced.diskFormat()).isEqualTo(DiskFormat.RAW);
    }

    private ImageReady publish(ImageConverted event) {
        return target.publish(event, staged.artifact(event), Progress.SILENT);
    }

    private static ImageRequested requested(ImageConverted event, ImageSpec spec) {
        return new ImageRequested(event.key(), spec, List.of(), Map.of(NAME, ImageId.of(event.key(), 0)), 1, null);
    }

    private static Digest otherSha256() {
        return Digest.parse("sha256:" + "12".repeat(32));
    }

    private JsonNode manifest() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("manifest.json").toFile());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
