package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofTest {
    private static final String FINGERPRINT = "D2EB44626FDDC30B513D5BB71A5D6C4C7DB87C81";
    private static final Proof SHA512 = Proof.checksum(Digest.Algorithm.SHA512);
    private static final Proof SIGNED = Proof.openPgp(FINGERPRINT);
    private static final String SUBJECT = "https://github.com/example/images/build.yaml@refs/tags/v1";
    private static final String ISSUER = "https://token.actions.githubusercontent.com";
    private static final Proof BUNDLE = Proof.cosign(SUBJECT, ISSUER, "rekor.sigstore.dev/711312233");

    @Test
    void aSignatureSaysWhoVouchesAndAChecksumDoesNot() {
        assertThat(SIGNED.isSignature()).isTrue();
        assertThat(SIGNED.fingerprint()).isEqualTo(FINGERPRINT);
        assertThat(SHA512.isSignature()).isFalse();
        assertThat(SHA512.fingerprint()).isEmpty();
    }

    @Test
    void aBundleSaysWhoVouchesByTheWordOfWhom() {
        assertThat(BUNDLE).hasToString("cosign:" + SUBJECT + ";issuer=" + ISSUER + ";log=rekor.sigstore.dev/711312233");
        assertThat(BUNDLE.isSignature()).isTrue();
        assertThat(BUNDLE.subject()).isEqualTo(SUBJECT);
        assertThat(BUNDLE.issuer()).isEqualTo(ISSUER);
        assertThat(BUNDLE.fingerprint()).isEmpty();
        assertThat(SIGNED.subject()).isEmpty();
        assertThat(SIGNED.issuer()).isEmpty();
    }

    @Test
    void aRowOfThemIsOneTextInOrder() {
        String text = Proof.join(List.of(SHA512, SIGNED, SHA512));

        assertThat(text).isEqualTo("openpgp:" + FINGERPRINT + " sha512");
        assertThat(Proof.parse(text)).containsExactly(SIGNED, SHA512);
        assertThat(Proof.parse(Proof.join(List.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sha3",
                "SHA512",
                "sha512 ",
                "openpgp:",
                "openpgp:D2EB4462",
                "openpgp:d2eb",
                "gpg:good",
                "cosign:",
                "cosign:a@b.org",
                "cosign:a@b.org;issuer=https://c.org",
                "cosign:a@b.org;issuer=https://c.org;log=1",
                "cosign:a b;issuer=https://c.org;log=d.org/1",
                "cosign:a;b;issuer=https://c.org;log=d.org/1",
                "cosign:a;issuer=https://c.org;log=d.org/-1",
                "cosign:a\u00e4;issuer=https://c.org;log=d.org/1"
            })
    void nothingElseIsAProof(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proof(text))
                .withMessage("verified must be a checksum's algorithm, openpgp:<fingerprint> or"
                        + " cosign:<subject>;issuer=<issuer>;log=<log>/<index> but is \"" + text + "\"");
    }

    @Test
    void aFingerprintIsWrittenAsPeopleWriteIt() {
        assertThat(OpenPgpSignature.fingerprint(
                        "checksum_signed_by", "d2eb 4462 6fdd c30b 513d  5bb7 1a5d 6c4c 7db8 7c81"))
                .isEqualTo(FINGERPRINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7DB87C81", "1A5D6C4C7DB87C81", FINGERPRINT + "0", "0x" + FINGERPRINT})
    void aKeyIdIsNoFingerprint(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenPgpSignature.fingerprint("checksum_signed_by", text))
                .withMessageContaining("checksum_signed_by must be fingerprints of 40 (or 64) hex digits, all of them");
    }

    @Test
    void whatIsSignedIsASumsFile() {
        var signature = new OpenPgpSignature(null, List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checksum(List.of(), null, false, signature, null))
                .withMessageContaining("needs checksum to be the URL of a sums file");
    }
}
