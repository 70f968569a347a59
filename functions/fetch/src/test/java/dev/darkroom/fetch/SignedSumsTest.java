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
import dev.darkroom.fetch.openpgp.TestKey;
import dev.darkroom.fetch.openpgp.TestSignature;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images whose sums file must be signed: what comes of them, and what is asked of the origin. */
class SignedSumsTest extends SignedCase {
    private static final TestKey KEY = TestKey.make();
    private static final TestKey STRANGER = TestKey.make();
    private static final String LINE = sha256(IMAGE).hex() + "  disk.raw\n";
    private static final String EVIL = sha256(image(512)).hex() + "  disk.raw\n";

    @TempDir
    Path keys;

    @BeforeEach
    void start() throws IOException {
        fetching.pinned = List.of(Files.write(keys.resolve("images.asc"), KEY.armored()));
    }

    private ImageRequested signed(String signature, String... signedBy) {
        return request(
                origin.url("/disk.raw"),
                new Checksum(
                        List.of(),
                        SourceUri.parse(origin.url("/SUMS")),
                        false,
                        new OpenPgpSignature(
                                signature == null ? null : SourceUri.parse(origin.url(signature)), List.of(signedBy)),
                        null));
    }

    @Test
    void aClearSignedSumsFileProvesAnImage() {
        serve("/SUMS", TestSignature.by(KEY).message(LINE));

        ImageFetched fetched = fetching.fetch(signed(null));

        assertThat(fetched.verified())
                .containsExactly(Proof.openPgp(KEY.fingerprint()), Proof.checksum(Algorithm.SHA256));
    }

    @Test
    void aDetachedSignatureProvesAnImage() {
        serve("/SUMS", bytes(LINE));
        serve("/SUMS.gpg", TestSignature.by(KEY).over(bytes(LINE)));

        ImageFetched fetched = fetching.fetch(signed("/SUMS.gpg", KEY.fingerprint()));

        assertThat(fetched.verified()).contains(Proof.openPgp(KEY.fingerprint()));
    }

    @Test
    void aClockThatIsBehindIsNoFailureForGood() {
        serve("/SUMS", bytes(LINE));
        serve("/SUMS.gpg", TestSignature.by(KEY).over(bytes(LINE)));
        Instant right = fetching.now;
        fetching.now = TestKey.MADE;

        FailureException e = fails(FailureCode.INTERNAL_ERROR, signed("/SUMS.gpg"));

        assertThat(e).hasMessageEndingWith("Z: one of the two is wrong; it is tried again later");
        fetching.now = right;
        assertThat(fetching.fetch(signed("/SUMS.gpg")).verified()).contains(Proof.openPgp(KEY.fingerprint()));
    }

    @Test
    void whatIsVerifiedIsKnownAfterARestart() {
        serve("/SUMS", TestSignature.by(KEY).message(LINE));
        ImageFetched first = fetching.fetch(signed(null));

        ImageFetched again = fetching.fetch(signed(null));

        assertThat(again).isEqualTo(first);
        assertThat(fetching.skipped()).isEqualTo(1);
        assertThat(origin.requests("/SUMS")).isEqualTo(1);
    }

    @Test
    void aChecksumAloneIsSaidToBeOne() {
        ImageFetched fetched = fetching.fetch(request(
                origin.url("/disk.raw"), sha256(IMAGE), hash(Algorithm.SHA512, IMAGE), hash(Algorithm.MD5, IMAGE)));

        assertThat(fetched.verified()).extracting(Proof::text).containsExactly("md5", "sha256", "sha512");
    }

    @Test
    void anImageWithoutAChecksumIsVerifiedByNothing() {
        assertThat(fetching.fetch(request(origin.url("/disk.raw"))).verified()).isEmpty();
    }

    @Test
    void aTamperedSumsFileIsRefusedBeforeTheImageIsAskedFor() {
        String message = new String(TestSignature.by(KEY).message(LINE), StandardCharsets.UTF_8);
        serve("/SUMS", bytes(message.replace(LINE, EVIL)));

        FailureException e = fails(FailureCode.SIGNATURE_INVALID, signed(null));

        assertThat(e).hasMessageContainingAll(origin.url("/SUMS"), "was changed", "darkroom.verify.openpgp-keys");
    }

    @Test
    void aSumsFileWithoutASignatureIsRefusedWhereOneIsNamed() {
        serve("/SUMS", bytes(LINE));

        fails(FailureCode.SIGNATURE_INVALID, signed(null));
    }

    @Test
    void aSignatureThatIsGoneIsNotDoneWithout() {
        serve("/SUMS", bytes(LINE));

        assertThat(fails(FailureCode.ORIGIN_NOT_FOUND, signed("/SUMS.gpg")))
                .hasMessageContaining("/SUMS.gpg does not exist (404): correct checksum_signature, or");
    }

    @Test
    void aSignatureThatCannotBeHadForNowIsAskedForAgain() {
        serve("/SUMS", bytes(LINE));
        origin.on("/SUMS.gpg", FakeOrigin.status(503));

        assertThat(fails(FailureCode.ORIGIN_UNAVAILABLE, signed("/SUMS.gpg"))
                        .code()
                        .retryable())
                .isTrue();
    }

    @Test
    void theSignatureOfAnotherFileIsRefused() {
        serve("/SUMS", bytes(LINE));
        serve("/SUMS.gpg", TestSignature.by(KEY).over(bytes(EVIL)));

        assertThat(fails(FailureCode.SIGNATURE_INVALID, signed("/SUMS.gpg")))
                .hasMessageContaining(origin.url("/SUMS.gpg"));
    }

    @Test
    void aSignatureByAKeyThatTheCatalogueDoesNotNameIsRefused() {
        serve("/SUMS", TestSignature.by(KEY).message(LINE));

        fails(FailureCode.SIGNATURE_INVALID, signed(null, STRANGER.fingerprint()));
    }

    @Test
    void withoutPinnedKeysNothingIsReliedOn() {
        fetching.pinned = List.of();
        serve("/SUMS", TestSignature.by(KEY).message(LINE));

        assertThat(fails(FailureCode.SIGNATURE_INVALID, signed(null))).hasMessageContaining("no key is pinned here");
    }

    @Test
    void anOlderSignedSumsFileDoesNotProveTheNewImage() {
        serve("/SUMS", TestSignature.by(KEY).message(sha256(image(512)).hex() + "  disk-1.raw\n"));

        fails(FailureCode.CHECKSUM_UNAVAILABLE, signed(null));
    }

    @Test
    void anOlderSignedHashIsAMismatch() {
        serve("/SUMS", TestSignature.by(KEY).message(EVIL));

        fetching.failsWith(FailureCode.CHECKSUM_MISMATCH, signed(null));

        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void aSignedMd5ProvesNothingEvenBesideAnUnsignedSha256() {
        serve("/SUMS", TestSignature.by(KEY).message(hash(Algorithm.MD5, IMAGE).hex() + "  disk.raw\n"));
        Checksum checksum = signed(null).spec().checksum();

        fails(
                FailureCode.CHECKSUM_UNAVAILABLE,
                request(
                        origin.url("/disk.raw"),
                        new Checksum(List.of(sha256(IMAGE)), checksum.sums(), true, checksum.signature(), null)));
    }

    @Test
    void aSignedHashWithoutANameIsOfAnyImage() {
        serve("/SUMS", TestSignature.by(KEY).message(sha256(IMAGE).hex() + "\n"));

        assertThat(fails(FailureCode.CHECKSUM_UNAVAILABLE, signed(null))).hasMessageContaining("does not name");
    }

    @Test
    void aSignatureIsAskedForUnderTheSamePolicy() {
        serve("/SUMS", bytes(LINE));
        Checksum checksum = new Checksum(
                List.of(),
                SourceUri.parse(origin.url("/SUMS")),
                false,
                new OpenPgpSignature(SourceUri.parse("http://169.254.169.254/SUMS.gpg"), List.of()),
                null);

        assertThat(fails(FailureCode.ORIGIN_REFUSED, request(origin.url("/disk.raw"), checksum)))
                .hasMessageContaining("metadata service");
    }

    @Test
    void aSignatureOfMoreThan64KiBIsNoneOfItsKind() {
        serve("/SUMS", bytes(LINE));
        serve("/SUMS.gpg", new byte[64 * 1024 + 1]);
        fails(FailureCode.LIMIT_EXCEEDED, signed("/SUMS.gpg"));

        serve("/SUMS.gpg", new byte[64 * 1024]);
        fails(FailureCode.SIGNATURE_INVALID, signed("/SUMS.gpg"));
    }

    @Test
    void whatIsStagedIsVerifiedAnewWhenASignatureIsAskedForSince() {
        serve("/SUMS", bytes(LINE));
        fetching.fetch(request(origin.url("/disk.raw"), Fetching.sums(origin.url("/SUMS"))));

        FailureException e = fetching.failsWith(FailureCode.SIGNATURE_INVALID, signed(null));

        assertThat(e).hasMessageContaining("no clear-signed message");
        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void whatIsStagedIsVerifiedAnewWhenOnlyItsSubkeyIsRevokedSince() throws IOException {
        TestKey pair = TestKey.withSubkey();
        Files.write(keys.resolve("images.asc"), pair.armored());
        serve("/SUMS", TestSignature.by(pair).message(LINE));
        assertThat(fetching.fetch(signed(null)).verified()).contains(Proof.openPgp(pair.fingerprint()));
        Files.write(
                keys.resolve("images.asc"),
                pair.new Certificate()
                        .subkeyRevoked(Fetching.NOW.minusSeconds(1))
                        .encoded());

        assertThat(fetching.failsWith(FailureCode.SIGNATURE_INVALID, signed(null)))
                .hasMessageContaining("was revoked");
        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void aSumsFileThatIsReplacedBeforeItsSignatureIsAskedForOnceMore() {
        origin.on("/SUMS", Served.file(bytes(EVIL)), Served.file(bytes(LINE)));
        serve("/SUMS.gpg", TestSignature.by(KEY).over(bytes(LINE)));

        assertThat(fetching.fetch(signed("/SUMS.gpg")).verified()).contains(Proof.openPgp(KEY.fingerprint()));
        assertThat(origin.requests("/SUMS.gpg")).isEqualTo(2);
    }

    @Test
    void aMismatchThatStaysIsRefusedAfterTwoTriesAndAMessageAfterOne() {
        serve("/SUMS", bytes(EVIL));
        serve("/SUMS.gpg", TestSignature.by(KEY).over(bytes(LINE)));
        fails(FailureCode.SIGNATURE_INVALID, signed("/SUMS.gpg"));
        assertThat(origin.requests("/SUMS")).isEqualTo(2);

        fails(FailureCode.SIGNATURE_INVALID, signed(null));
        assertThat(origin.requests("/SUMS")).isEqualTo(3);
    }

    @Test
    void whatIsStagedIsVerifiedAnewWhenItsSignerIsNotPinnedAnyMore() throws IOException {
        serve("/SUMS", TestSignature.by(KEY).message(LINE));
        fetching.fetch(signed(null));
        Files.write(keys.resolve("images.asc"), STRANGER.armored());

        fetching.failsWith(FailureCode.SIGNATURE_INVALID, signed(null));

        assertThat(fetching.files()).isEmpty();
    }

    @Test
    void whatIsStagedStaysWhileAFileOfKeysIsHalfWritten() throws IOException {
        serve("/SUMS", TestSignature.by(KEY).message(LINE));
        fetching.fetch(signed(null));
        Files.write(keys.resolve("images.asc"), Arrays.copyOf(KEY.armored(), 300));

        FailureException e = fetching.failsWith(FailureCode.INTERNAL_ERROR, signed(null));

        assertThat(e).hasMessageContaining("images.asc cannot be read as OpenPGP keys");
        Files.write(keys.resolve("images.asc"), KEY.armored());
        fetching.fetch(signed(null));
        assertThat(fetching.skipped()).isEqualTo(1);
    }

    @Test
    void whereASignatureIsRequiredASignedImageIsFetched() {
        fetching.demand = Demand.REQUIRE;
        serve("/SUMS", TestSignature.by(KEY).message(LINE));

        assertThat(fetching.fetch(signed(null)).verified()).hasSize(2);
    }

    @Test
    void whereASignatureIsRequiredAChecksumIsTooLittle() {
        fetching.demand = Demand.REQUIRE;

        assertThat(fails(FailureCode.PROOF_MISSING, request(origin.url("/disk.raw"), sha256(IMAGE))))
                .hasMessage("darkroom.verify is require, and " + origin.url("/disk.raw") + " has no checksum_signature"
                        + " and no cosign_bundle: add the URL of a bundle, or beside a checksum that is the URL of a sums"
                        + " file that of its signature, or clearsigned");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHECKSUM", "REQUIRE"})
    void whereAChecksumIsRequiredNoneIsTooLittle(Demand demand) {
        fetching.demand = demand;

        assertThat(fails(FailureCode.PROOF_MISSING, request(origin.url("/disk.raw"))))
                .hasMessageContaining("has no checksum: add checksum: sha256:<hex>");
    }

    @Test
    void whereAChecksumIsRequiredAStrongOneWillDoAndAWeakOneWillNot() {
        fetching.demand = Demand.CHECKSUM;
        Digest md5 = hash(Algorithm.MD5, IMAGE);

        assertThat(fails(
                        FailureCode.PROOF_MISSING,
                        request(origin.url("/disk.raw"), new Checksum(List.of(md5), null, true, null, null))))
                .hasMessageContaining("has no strong checksum: give sha256 or sha512");
        assertThat(fetching.fetch(request(origin.url("/disk.raw"), sha256(IMAGE))))
                .isNotNull();
    }

    @Test
    void whatWasStagedWithoutAProofIsNotUsedWhereOneIsRequired() {
        fetching.fetch(request(origin.url("/disk.raw")));
        fetching.demand = Demand.CHECKSUM;

        fetching.failsWith(FailureCode.PROOF_MISSING, request(origin.url("/disk.raw")));

        assertThat(fetching.files()).isEmpty();
    }
}
