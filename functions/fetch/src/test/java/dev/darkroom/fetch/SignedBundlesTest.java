package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.hash;
import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Demand;
import dev.darkroom.events.Digest;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.cosign.Identity;
import dev.darkroom.fetch.openpgp.TestKey;
import dev.darkroom.fetch.openpgp.TestSignature;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.fetch.testing.TestBundle;
import dev.darkroom.fetch.testing.TestSigstore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that a bundle must sign, or their sums file: what comes of them, and what is asked of the origin. */
class SignedBundlesTest extends SignedCase {
    private static final TestSigstore SIGSTORE = new TestSigstore();
    private static final byte[] LINE = bytes(sha256(IMAGE).hex() + "  disk.raw\n");
    private static final byte[] EVIL = bytes(sha256(image(512)).hex() + "  disk.raw\n");
    private static final Proof PROOF = Proof.cosign(TestBundle.SUBJECT, TestBundle.ISSUER, "rekor.example.org/1001");

    @TempDir
    Path trust;

    @BeforeEach
    void start() throws IOException {
        fetching.trustedRoot = Files.write(trust.resolve("root.json"), SIGSTORE.trustedRoot());
        fetching.identities = List.of(Identity.parse(TestBundle.ISSUER + " " + TestBundle.SUBJECT));
    }

    private static TestBundle bundle() {
        return TestBundle.by(SIGSTORE);
    }

    private ImageRequested bundled(Digest... digests) {
        return request(
                origin.url("/disk.raw"),
                new Checksum(List.of(digests), null, false, null, SourceUri.parse(origin.url("/bundle.json"))));
    }

    private ImageRequested bundledSums(OpenPgpSignature signature) {
        return request(
                origin.url("/disk.raw"),
                new Checksum(
                        List.of(),
                        SourceUri.parse(origin.url("/SUMS")),
                        false,
                        signature,
                        SourceUri.parse(origin.url("/bundle.json"))));
    }

    @Test
    void aClockThatIsBehindIsNoFailureForGood() {
        serve("/bundle.json", bundle().over(IMAGE));
        Instant right = fetching.now;
        fetching.now = TestBundle.MADE.minus(Duration.ofMinutes(10));

        FailureException e = fails(FailureCode.INTERNAL_ERROR, bundled());

        assertThat(e.code().retryable()).isTrue();
        assertThat(e).hasMessageContaining("in the future").hasMessageEndingWith("it is tried again later");
        fetching.now = right;
        assertThat(fetching.fetch(bundled()).verified()).contains(PROOF);
    }

    @Test
    void aBundleOfTheImageProvesIt() {
        fetching.demand = Demand.REQUIRE;
        serve("/bundle.json", bundle().over(IMAGE));

        ImageFetched fetched = fetching.fetch(bundled());

        assertThat(fetched.verified()).containsExactly(PROOF, Proof.checksum(Algorithm.SHA256));
        assertThat(origin.requests("/disk.raw")).isEqualTo(1);
    }

    @Test
    void aBundleOfTheSumsFileProvesTheImage() {
        fetching.demand = Demand.REQUIRE;
        serve("/SUMS", LINE);
        serve("/bundle.json", bundle().over(LINE));

        assertThat(fetching.fetch(bundledSums(null)).verified())
                .containsExactly(PROOF, Proof.checksum(Algorithm.SHA256));
    }

    @Test
    void aSumsFileMayBeSignedBothWays() throws IOException {
        TestKey key = TestKey.make();
        fetching.pinned = List.of(Files.write(trust.resolve("images.asc"), key.armored()));
        byte[] message = TestSignature.by(key).message(new String(LINE, StandardCharsets.UTF_8));
        serve("/SUMS", message);
        serve("/bundle.json", bundle().over(message));
        ImageRequested request = bundledSums(new OpenPgpSignature(null, List.of()));

        assertThat(fetching.fetch(request).verified()).contains(PROOF, Proof.openPgp(key.fingerprint()));

        fetching.pinned = List.of();
        fetching.failsWith(FailureCode.SIGNATURE_INVALID, request);
    }

    @Test
    void aBundleOfAnotherImageIsAMismatch() {
        serve("/bundle.json", bundle().over(image(512)));

        fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, bundled());

        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void aBundleAndAChecksumMustMeanTheSameImage() {
        serve("/bundle.json", bundle().over(image(512)));

        assertThat(fails(FailureCode.SIGNATURE_INVALID, bundled(sha256(IMAGE))))
                .hasMessageContainingAll(origin.url("/bundle.json"), "signs sha256:", "of another image");
    }

    @Test
    void aChecksumOfAnotherKindMustMatchToo() {
        serve("/bundle.json", bundle().over(IMAGE));

        assertThat(fetching.fetch(bundled(hash(Algorithm.SHA512, IMAGE))).verified())
                .extracting(Proof::text)
                .containsExactly(PROOF.text(), "sha256", "sha512");
    }

    @Test
    void aTamperedSumsFileIsRefusedBeforeTheImageIsAskedFor() {
        serve("/SUMS", EVIL);
        serve("/bundle.json", bundle().over(LINE));

        assertThat(fails(FailureCode.SIGNATURE_INVALID, bundledSums(null)))
                .hasMessageContainingAll(
                        "the bundle " + origin.url("/bundle.json") + " of the sums file " + origin.url("/SUMS"),
                        "signs other bytes",
                        "darkroom.verify.cosign-identities");
    }

    @Test
    void aStrangersBundleIsRefusedBeforeTheImageIsAskedFor() {
        serve("/bundle.json", bundle().subject("evil@example.org").over(IMAGE));

        assertThat(fails(FailureCode.SIGNATURE_INVALID, bundled()))
                .hasMessageContainingAll(
                        "the bundle " + origin.url("/bundle.json") + " of " + origin.url("/disk.raw"),
                        "\"evil@example.org\"");
    }

    @Test
    void withoutATrustedRootNothingIsReliedOn() {
        fetching.trustedRoot = null;
        serve("/bundle.json", bundle().over(IMAGE));

        assertThat(fails(FailureCode.SIGNATURE_INVALID, bundled())).hasMessageContaining("no root is trusted here");
    }

    @Test
    void aSignedMd5ProvesNothing() {
        byte[] sums = bytes(hash(Algorithm.MD5, IMAGE).hex() + "  disk.raw\n");
        serve("/SUMS", sums);
        serve("/bundle.json", bundle().over(sums));

        fails(FailureCode.CHECKSUM_UNAVAILABLE, bundledSums(null));
    }

    @Test
    void aSignedHashWithoutANameIsOfAnyImage() {
        byte[] sums = bytes(sha256(IMAGE).hex() + "\n");
        serve("/SUMS", sums);
        serve("/bundle.json", bundle().over(sums));

        fails(FailureCode.CHECKSUM_UNAVAILABLE, bundledSums(null));
    }

    @Test
    void aBundleThatIsGoneIsNotDoneWithout() {
        assertThat(fails(FailureCode.ORIGIN_NOT_FOUND, bundled()))
                .hasMessageContaining("/bundle.json does not exist (404): correct cosign_bundle, or");
    }

    @Test
    void aBundleThatCannotBeHadForNowIsAskedForAgain() {
        origin.on("/bundle.json", FakeOrigin.status(503));

        assertThat(fails(FailureCode.ORIGIN_UNAVAILABLE, bundled()).code().retryable())
                .isTrue();
    }

    @Test
    void aBundleIsAskedForUnderTheSamePolicy() {
        var checksum =
                new Checksum(List.of(), null, false, null, SourceUri.parse("http://169.254.169.254/bundle.json"));

        assertThat(fails(FailureCode.ORIGIN_REFUSED, request(origin.url("/disk.raw"), checksum)))
                .hasMessageContaining("metadata service");
    }

    @Test
    void aBundleOfMoreThan64KiBIsNoneOfItsKind() {
        String bundle = new String(bundle().over(IMAGE), StandardCharsets.UTF_8);
        String most = bundle + " ".repeat(64 * 1024 - bytes(bundle).length);
        serve("/bundle.json", bytes(most + " "));
        fails(FailureCode.LIMIT_EXCEEDED, bundled());

        serve("/bundle.json", bytes(most));
        assertThat(fetching.fetch(bundled()).verified()).contains(PROOF);
    }

    @Test
    void whereASignatureIsRequiredABundleMustBeNamed() {
        fetching.demand = Demand.REQUIRE;

        assertThat(fails(FailureCode.PROOF_MISSING, request(origin.url("/disk.raw"), sha256(IMAGE))))
                .hasMessageContaining("and no cosign_bundle: add the URL of a bundle");
    }

    @Test
    void whereAChecksumIsRequiredABundleIsOne() {
        fetching.demand = Demand.CHECKSUM;
        serve("/bundle.json", bundle().over(IMAGE));

        assertThat(fetching.fetch(bundled()).verified()).contains(PROOF);
    }

    @Test
    void whatIsVerifiedIsKnownAfterARestart() {
        serve("/bundle.json", bundle().over(IMAGE));
        ImageFetched first = fetching.fetch(bundled());

        assertThat(fetching.fetch(bundled())).isEqualTo(first);
        assertThat(fetching.skipped()).isEqualTo(1);
        assertThat(origin.requests("/bundle.json")).isEqualTo(1);
    }

    @Test
    void whatIsStagedIsVerifiedAnewWhenABundleIsAskedForSince() {
        fetching.fetch(request(origin.url("/disk.raw")));

        fetching.failsWith(FailureCode.ORIGIN_NOT_FOUND, bundled());

        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void whatIsStagedIsVerifiedAnewWhenItsSignerIsNotTrustedAnyMore() {
        serve("/bundle.json", bundle().over(IMAGE));
        fetching.fetch(bundled());
        fetching.identities = List.of(Identity.parse(TestBundle.ISSUER + " images@example.org"));

        fetching.failsWith(FailureCode.SIGNATURE_INVALID, bundled());

        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void whatIsStagedIsVerifiedAnewWhenItsRootsAreNotTrustedAnyMore() throws IOException {
        serve("/bundle.json", bundle().over(IMAGE));
        fetching.fetch(bundled());
        Files.write(fetching.trustedRoot, new TestSigstore().trustedRoot());

        fetching.failsWith(FailureCode.SIGNATURE_INVALID, bundled());

        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void aSumsFileThatIsReplacedBeforeItsBundleIsAskedForOnceMore() {
        origin.on("/SUMS", Served.file(EVIL), Served.file(LINE));
        serve("/bundle.json", bundle().over(LINE));

        assertThat(fetching.fetch(bundledSums(null)).verified()).contains(PROOF);
        assertThat(origin.requests("/bundle.json")).isEqualTo(2);
    }

    @Test
    void aMismatchThatStaysIsRefusedAfterTwoTries() {
        serve("/SUMS", EVIL);
        serve("/bundle.json", bundle().over(LINE));

        fails(FailureCode.SIGNATURE_INVALID, bundledSums(null));

        assertThat(origin.requests("/SUMS")).isEqualTo(2);
    }
}
