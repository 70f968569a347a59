package dev.darkroom.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.Demand;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.Proof;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.events.testing.Threads;
import dev.darkroom.upload.testing.Staged;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadFunctionTest extends UploadCase {
    @Test
    void everyTargetThatTakesTheFormatGetsTheImage() {
        uploading(raw, alsoRaw, asItIs).upload(event);

        assertThat(bus.published(ImageReady.class))
                .extracting(ready -> ready.target().value())
                .containsExactlyInAnyOrder("raw", "also_raw");
        assertThat(asItIs.asked()).isZero();
        assertThat(meters.get("uploaded").counter().count()).isEqualTo(2_000);
    }

    @Test
    void anIsoIsTakenAsItIsByEverybody() {
        var iso = staged.converted(
                "netinst",
                Samples.spec(
                        "https://x.example.org/a.iso",
                        DiskFormat.ISO,
                        Samples.spec().checksum()),
                DiskFormat.ISO,
                Staged.bytes(1_000, 1),
                Samples.SHA256);

        uploading(raw, asItIs).upload(iso);

        assertThat(bus.published(ImageReady.class)).hasSize(2);
    }

    @Test
    void aTargetThatFailsStopsNoOther() {
        raw.fails(new FailureException(FailureCode.QUOTA_EXCEEDED, "it is full"));

        uploading(raw, alsoRaw).upload(event);

        assertThat(bus.published(ImageReady.class)).hasSize(1);
        ImageFailed failed = bus.published(ImageFailed.class).getFirst();
        assertThat(failed.target()).isEqualTo(raw.name());
        assertThat(failed.code()).isEqualTo(FailureCode.QUOTA_EXCEEDED);
        assertThat(failed.diskFormat()).isEqualTo(DiskFormat.RAW);
        assertThat(failed.stage()).isEqualTo("upload");
    }

    @ParameterizedTest
    @CsvSource({
        "CHECKSUM, '', was verified by nothing when it was fetched",
        "REQUIRE, '', was verified by nothing when it was fetched",
        "REQUIRE, sha256, was verified by sha256 when it was fetched",
    })
    void whatWasFetchedWithLessThanIsDemandedTodayIsNotPublished(Demand today, String proofs, String why) {
        demand = today;

        uploading(raw, alsoRaw)
                .upload(Staged.verifiedBy(event, Proof.parse(proofs).toArray(Proof[]::new)));

        assertThat(raw.asked() + alsoRaw.asked()).isZero();
        assertThat(bus.published(ImageFailed.class)).hasSize(2).allSatisfy(failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.PROOF_MISSING);
            assertThat(failed.retryable()).isFalse();
            assertThat(failed.message())
                    .startsWith("darkroom.verify is " + today.name().toLowerCase(Locale.ROOT) + ", and ")
                    .contains(why);
        });
    }

    @ParameterizedTest
    @CsvSource({"CHECKSUM, sha256", "REQUIRE, openpgp:0123456789ABCDEF0123456789ABCDEF01234567 sha512"})
    void whatWasFetchedWithWhatIsDemandedTodayIsPublished(Demand today, String proofs) {
        demand = today;

        uploading(raw).upload(Staged.verifiedBy(event, Proof.parse(proofs).toArray(Proof[]::new)));

        assertThat(bus.published(ImageReady.class)).hasSize(1);
    }

    /** Else what is left of them would be taken for them by whoever is asked to stage them again. */
    @Test
    void stagedBytesThatAreNotAsTheyWereAreSwept() {
        Path bytes = staged.artifact(event).path();
        raw.fails(new FailureException(FailureCode.QUOTA_EXCEEDED, "it is full"));
        uploading(raw).upload(event);
        assertThat(bytes).exists();

        raw.fails(new FailureException(FailureCode.STAGED_BYTES_MISSING, "they are shorter"));
        uploading(raw).upload(event);

        assertThat(bytes).doesNotExist();
        assertThat(bus.published(ImageFailed.class))
                .last()
                .satisfies(failed -> assertThat(failed.code()).isEqualTo(FailureCode.STAGED_BYTES_MISSING));
    }

    @Test
    void anEventWhoseBytesAreGoneLeavesThoseOfAnotherSourceAlone() {
        staged.staging().sweep(event.key());
        var other = staged.converted(
                "debian_12",
                event.spec(),
                DiskFormat.RAW,
                Staged.bytes(1_000, 2),
                Digest.parse("sha256:" + "12".repeat(32)));
        raw.fails(new FailureException(FailureCode.STAGED_BYTES_MISSING, "they are gone"));

        uploading(raw).upload(event);

        assertThat(staged.artifact(event).isThere()).isFalse();
        assertThat(staged.artifact(other).isThere()).isTrue();
    }

    @Test
    void targetsWorkAtOnce() {
        var both = new CountDownLatch(2);
        raw.meets(both);
        alsoRaw.meets(both);

        uploading(raw, alsoRaw).upload(event);

        assertThat(bus.published(ImageReady.class)).hasSize(2);
    }

    @Test
    void noMoreImagesArePublishedAtOnceThanIsSet() throws Exception {
        var released = new CountDownLatch(3);
        raw.meets(released);
        UploadFunction function = uploading(raw);
        List<Future<?>> uploads = Stream.of("one", "two", "three")
                .map(key -> staged.raw(key, Samples.spec(), Staged.bytes(1_000, 1)))
                .<Future<?>>map(image -> threads.submit(() -> function.upload(image)))
                .toList();

        Threads.until(() -> raw.asked() == 2);
        Thread.sleep(300);
        assertThat(raw.asked()).isEqualTo(2);
        released.countDown();

        assertThat(uploads).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(bus.published(ImageReady.class)).hasSize(3);
    }

    @Test
    void everythingIsPublishedByTheThreadThatWasHandedTheEvent() {
        var publishers = new ArrayList<Thread>();
        var sideBySide = new SideBySide(published -> publishers.add(Thread.currentThread()), threads);

        sideBySide.run(List.of(() -> event, () -> event, () -> event));

        assertThat(publishers).containsExactly(Thread.currentThread(), Thread.currentThread(), Thread.currentThread());
    }

    @Test
    void aBusThatTakesNothingLeavesTheEventUnacknowledged() {
        bus.refuseNext(1);

        UploadFunction function = uploading(raw, alsoRaw);

        assertThatThrownBy(() -> function.upload(event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the bus refuses");
        assertThat(bus.published(ImageReady.class)).hasSize(1);
    }

    @Test
    void whoeverIsStoppedPublishesNothingMore() {
        raw.meets(new CountDownLatch(2));
        UploadFunction function = uploading(raw, alsoRaw);
        alsoRaw.meets(new CountDownLatch(2));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> function.upload(event)).isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(bus.published()).isEmpty();
    }

    @Test
    void whatWasReadyAlreadyIsCounted() {
        raw.outcome(ImageReady.Outcome.SKIPPED);

        uploading(raw).upload(event);

        assertThat(meters.get("skipped").counter().count()).isEqualTo(1);
        assertThat(meters.get("uploaded").counter().count()).isZero();
    }

    @Test
    void onlyTargetsThatAreNamedRepair() {
        var request = new ImageRequested(
                event.key(),
                event.spec(),
                List.of(),
                Map.of(raw.name(), ImageId.of(event.key(), 0), new TargetName("elsewhere"), ImageId.of(event.key(), 0)),
                1,
                null);

        repairing(raw, alsoRaw).repair(request);

        assertThat(bus.only(ImageReady.class).target()).isEqualTo(raw.name());
        assertThat(raw.repaired()).containsExactly(ImageId.of(event.key(), 0));
    }

    @Test
    void aRequestThatRepairsNothingHereIsNotOurs() {
        repairing(raw).repair(Samples.requested(Samples.spec(), DiskFormat.RAW));

        assertThat(bus.published()).isEmpty();
    }
}
