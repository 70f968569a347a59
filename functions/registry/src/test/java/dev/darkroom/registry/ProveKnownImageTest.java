package dev.darkroom.registry;

import static dev.darkroom.registry.testing.Said.converted;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.fetched;
import static dev.darkroom.registry.testing.Said.madeOf;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static dev.darkroom.registry.testing.Said.verified;
import static dev.darkroom.registry.testing.Specs.renamed;
import static dev.darkroom.registry.testing.Specs.signed;
import static dev.darkroom.registry.testing.Specs.summed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.testing.Specs;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An image is ready, and then a catalogue demands that somebody has signed it. */
class ProveKnownImageTest extends RegistryTestCase {
    private static final SourceUri SIGNATURE = SourceUri.parse("https://images.example.org/SHA256SUMS.gpg");
    private static final String OWNER = "AB".repeat(20);
    private static final String SUBKEY = "CD".repeat(20);
    private static final String ID = ImageId.of(new ImageKey("a"), 0).toString();
    private static final ImageSpec SIGNED = signed(SIGNATURE, OWNER);
    private static final ImageSpec MOVED = signed(SourceUri.parse("https://mirror.example.org/SHA256SUMS.gpg"), OWNER);
    private static final Proof SHA256 = Proof.checksum(Digest.Algorithm.SHA256);

    @BeforeEach
    void publishAnImageThatNobodyMustSign() {
        admit(summed());
        made(asked().getFirst());
        registry.image.ready(ready("a", "cloud", summed()));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(asked()).isEmpty();
    }

    @Test
    void itIsAskedForInItsFormatAndCanBeUsedMeanwhile() {
        admit(SIGNED);

        assertThat(status("a")).isEqualTo(Status.WAITING);
        ImageRequested request = asked().getFirst();
        assertThat(request.spec()).isEqualTo(SIGNED);
        assertThat(request.formats()).containsExactly(DiskFormat.RAW);
        assertThat(request.updates()).isEmpty();
        assertThat(status("a")).isEqualTo(Status.UPDATING);
        assertThat(ids()).containsEntry("a", ID);

        made(request);
        registry.image.ready(verified("a", "cloud", SIGNED, Proof.openPgp(OWNER), SHA256));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertIsSettled(request.attempt());
        assertIsLeftAlone();
    }

    @Test
    void aBundleIsDemandedLikewise() {
        admit(Specs.bundled(SIGNATURE));
        assertThat(asked().getFirst().formats()).containsExactly(DiskFormat.RAW);

        registry.image.ready(verified("a", "cloud", SIGNED, Proof.cosign("a@example.org", "https://i", "rekor/1")));
        assertThat(status("a")).isEqualTo(Status.READY);
    }

    @Test
    void aSignatureThatIsWrongFailsAndTheImageCanStillBeUsed() {
        admit(SIGNED);
        int attempt = asked().getFirst().attempt();
        registry.image.failed(failed("a", FailureCode.SIGNATURE_INVALID, attempt));

        assertThat(status("a")).isEqualTo(Status.FAILED);
        assertThat(registry.standing("a", "cloud").failure().code()).isEqualTo(FailureCode.SIGNATURE_INVALID);
        assertThat(ids()).containsEntry("a", ID);
        assertIsSettled(attempt);
        assertIsLeftAlone();

        registry.image.ready(ready("a", "cloud", SIGNED));
        assertThat(status("a")).as("an older request has been answered late").isEqualTo(Status.FAILED);
    }

    @Test
    void anOriginThatIsAwayIsAskedAgainAfterGrowingPauses() {
        admit(SIGNED);
        registry.image.failed(
                failed("a", FailureCode.ORIGIN_UNAVAILABLE, asked().getFirst().attempt()));
        registry.clock.turn(Duration.ofSeconds(3));
        registry.image.failed(
                failed("a", FailureCode.ORIGIN_UNAVAILABLE, asked().getFirst().attempt()));

        registry.ask.resume();
        registry.clock.turn(Duration.ofSeconds(3));
        assertThat(asked()).isEmpty();
        registry.clock.turn(Duration.ofSeconds(2));
        assertThat(asked()).hasSize(1);
    }

    /** It may be that it is to be private from now on. */
    @Test
    void metadataAreRepairedWhateverBecomesOfTheProof() {
        admit(renamed(SIGNED, "another name"));
        ImageRequested request = asked().getFirst();
        assertThat(request.formats()).containsExactly(DiskFormat.RAW);
        assertThat(request.updates()).isEqualTo(Map.of(new TargetName("cloud"), ImageId.of(new ImageKey("a"), 0)));

        registry.image.failed(failed("a", FailureCode.SIGNATURE_INVALID, request.attempt()));
        assertThat(status("a")).isEqualTo(Status.UPDATING);
        registry.clock.turn(Duration.ofMinutes(30));
        assertThat(asked()).satisfiesExactly(again -> {
            assertThat(again.formats()).isEmpty();
            assertThat(again.updates()).hasSize(1);
        });
        registry.image.ready(ready("a", "cloud", request.spec()));
        assertThat(status("a")).isEqualTo(Status.FAILED);
        assertIsLeftAlone();
    }

    @Test
    void anotherSignerIsAnotherDemandAndAnotherPlaceOfTheSignatureIsNone() {
        admit(SIGNED);
        made(asked().getFirst());
        registry.image.ready(verified("a", "cloud", SIGNED, Proof.openPgp(OWNER), SHA256));

        admit(MOVED);
        assertThat(status("a")).isEqualTo(Status.READY);
        assertThat(asked()).isEmpty();

        admit(signed(SIGNATURE, "EF".repeat(20)));
        assertThat(asked().getFirst().formats()).containsExactly(DiskFormat.RAW);

        admit(SIGNED);
        assertThat(status("a")).as("what was demanded before is proved").isEqualTo(Status.READY);
    }

    /** What is verified names the primary key: that the subkey is one of its own only fetch knows. */
    @Test
    void theSignerMayBeNamedByItsSubkey() {
        ImageSpec bySubkey = signed(SIGNATURE, SUBKEY);
        admit(bySubkey);
        ImageRequested request = asked().getFirst();
        registry.image.ready(verified("a", "cloud", bySubkey, Proof.openPgp(OWNER), SHA256));
        registry.image.converted(converted("a", bySubkey, request.attempt(), DiskFormat.RAW));
        assertThat(status("a")).isEqualTo(Status.UPDATING);

        registry.image.fetched(fetched("a", bySubkey, request.attempt(), DiskFormat.RAW));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertIsLeftAlone();

        registry.target.announced(target("other", DiskFormat.QCOW2));
        registry.image.fetched(fetched("a", bySubkey, asked().getFirst().attempt(), DiskFormat.QCOW2));
        assertThat(status("a")).as("fetched once more for another").isEqualTo(Status.READY);
    }

    @Test
    void aTargetThatKeepsNoProofsHasTheSourceThatFetchHasProved() {
        admit(SIGNED);
        ImageRequested request = asked().getFirst();
        registry.image.fetched(fetched("a", SIGNED, request.attempt(), DiskFormat.RAW));
        assertThat(status("a")).as("what is staged is still needed").isEqualTo(Status.UPDATING);

        made(request);
        registry.image.ready(ready("a", "cloud", SIGNED));
        assertThat(status("a")).isEqualTo(Status.READY);
        assertIsLeftAlone();
    }

    @Test
    void anImageOfAnotherSourceThanTheSignedOneFailsAndIsNotAskedForForEver() {
        admit(SIGNED);
        ImageRequested request = asked().getFirst();
        made(request);
        registry.image.ready(madeOf(Digest.parse("sha256:" + "0f".repeat(32)), "a", "cloud", SIGNED));

        assertThat(status("a")).isEqualTo(Status.FAILED);
        assertThat(registry.standing("a", "cloud").failure().code()).isEqualTo(FailureCode.PROOF_MISSING);
        assertThat(registry.standing("a", "cloud").failure().message())
                .isEqualTo("image " + ID + " is not proved as its catalogue demands: it was made of sha256:"
                        + "0f".repeat(32)
                        + " and is verified by sha256; use a new key, or functions that all are of this version");
        assertThat(ids()).containsEntry("a", ID);
        assertIsSettled(request.attempt());
        assertIsLeftAlone();

        registry.retry.retry(new ImageKey("a"), "somebody");
        assertThat(asked()).hasSize(1);
    }

    /** Kafka keeps what is ready, and forgets what was fetched. */
    @Test
    void whatALostRegistryHearsNoSignatureOfIsProved() throws SQLException {
        registry.database.clear();
        registry.target.announced(target("cloud", DiskFormat.RAW));
        registry.image.ready(ready("a", "cloud", SIGNED));
        admit(SIGNED);

        made(asked().getFirst());
        registry.image.ready(verified("a", "cloud", SIGNED, Proof.openPgp(OWNER), SHA256));

        assertThat(status("a")).isEqualTo(Status.READY);
        assertIsLeftAlone();
    }

    private void admit(ImageSpec spec) {
        assertThat(registry.admit(Catalogue.of(Map.of("a", spec))).refused()).isZero();
    }

    private void made(ImageRequested request) {
        registry.image.fetched(fetched("a", request.spec(), request.attempt(), DiskFormat.RAW));
        registry.image.converted(converted("a", request.spec(), request.attempt(), DiskFormat.RAW));
    }

    private void assertIsSettled(int attempt) {
        registry.publish.run();
        assertThat(registry.bus.published(ImageSettled.class).getLast().attempt())
                .isEqualTo(attempt);
    }

    private void assertIsLeftAlone() {
        for (int hour = 0; hour < 48; hour++) {
            registry.clock.turn(Duration.ofHours(1));
            assertThat(asked()).isEmpty();
        }
    }
}
