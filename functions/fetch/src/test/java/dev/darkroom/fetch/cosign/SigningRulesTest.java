package dev.darkroom.fetch.cosign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonObject;
import dev.darkroom.fetch.proof.RefusedProofException;
import dev.darkroom.fetch.testing.TestBundle;
import dev.darkroom.fetch.testing.TestSigstore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no change to somebody else's bundle shows: all is signed as it should be, by those who should not, or at a wrong time. */
class SigningRulesTest {
    private static final byte[] FILE = "a sums file".getBytes(StandardCharsets.UTF_8);
    private static final TestSigstore OURS = new TestSigstore();
    private static final TestSigstore THEIRS = new TestSigstore();
    private static final Instant MADE = TestBundle.MADE;
    private static final Instant NOW = MADE.plus(Duration.ofDays(1));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private Cosign cosign(TestSigstore sigstore) {
        return cosign(sigstore, NOW);
    }

    private Cosign cosign(TestSigstore sigstore, Instant now) {
        try {
            return new Cosign(
                    Files.write(directory.resolve("root.json"), sigstore.trustedRoot()),
                    List.of(
                            Identity.parse(TestBundle.ISSUER + " " + TestBundle.SUBJECT),
                            Identity.parse(TestBundle.ISSUER + " images@example.org")),
                    Clock.fixed(now, ZoneOffset.UTC));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TestBundle bundle() {
        return TestBundle.by(OURS);
    }

    static Stream<Arguments> relied() {
        return Stream.of(
                arguments("as it should be", bundle(), 1001),
                arguments("by an address", bundle().subject("images@example.org"), 1001),
                arguments(
                        "in the first minute of its certificate",
                        bundle().made(MADE.minus(MINUTE.multipliedBy(5))),
                        1001),
                arguments(
                        "in the last minute of its certificate",
                        bundle().made(MADE.plus(MINUTE.multipliedBy(5))),
                        1001),
                arguments(
                        "within the skew of clocks",
                        bundle().certifiedAt(NOW).made(NOW.plus(MINUTE.multipliedBy(5))),
                        1001),
                arguments("with a time stamp", bundle().stamped(MADE), 1001),
                arguments("with a time stamp alone", bundle().withoutPromise().stamped(MADE), 1),
                arguments(
                        "in a log of the second edition",
                        bundle().secondEdition().stamped(MADE),
                        1));
    }

    /** @param place that the log vouches for: without its promise, it is the one in its proof */
    @ParameterizedTest(name = "{0}")
    @MethodSource("relied")
    void aGoodBundleIsReliedOn(String what, TestBundle bundle, int place) throws Exception {
        Cosign.Signed signed = cosign(OURS).file(FILE, bundle.over(FILE));

        assertThat(signed.proof().text()).endsWith(";log=rekor.example.org/" + place);
        assertThat(signed.proof().issuer()).isEqualTo(TestBundle.ISSUER);
    }

    static Stream<Arguments> refused() {
        Instant late = MADE.plus(MINUTE.multipliedBy(5)).plusSeconds(1);
        Instant early = MADE.minus(MINUTE.multipliedBy(5)).minusSeconds(1);
        return Stream.of(
                arguments("a second after its certificate", bundle().made(late), "its certificate is good from"),
                arguments("a second before its certificate", bundle().made(early), "its certificate is good from"),
                arguments(
                        "a year after its certificate",
                        bundle().made(MADE.plus(Duration.ofDays(365))),
                        "its certificate is good from"),
                arguments(
                        "of tomorrow",
                        bundle().certifiedAt(NOW.plus(MINUTE))
                                .made(NOW.plus(MINUTE.multipliedBy(5)).plusSeconds(1)),
                        "in the future"),
                arguments(
                        "certified before its authority began",
                        bundle().certifiedAt(TestSigstore.BEGIN.minus(MINUTE)),
                        "Certificate Authorities"),
                arguments("by another authority", TestBundle.by(THEIRS), "Fulcio certificate was not valid"),
                arguments("certified without a log", bundle().knownTo(null), "SCT"),
                arguments("certified with another log", bundle().knownTo(THEIRS), "SCT"),
                arguments("by a certificate for nothing", bundle().purpose(null), "not one for signing code"),
                arguments(
                        "by a certificate for servers",
                        bundle().purpose(KeyPurposeId.id_kp_serverAuth),
                        "not one for signing code"),
                arguments("by nobody", bundle().subject(""), "does not name one subject"),
                arguments(
                        "by two at once",
                        bundle().subject(TestBundle.SUBJECT + " images@example.org"),
                        "does not name one subject"),
                arguments("by a host", bundle().subject("example.org"), "does not name one subject"),
                arguments("by somebody of nobody", bundle().issuer(""), "does not name one subject"),
                arguments("by somebody else", bundle().subject("evil@example.org"), "not among the trusted identities"),
                arguments(
                        "by the subject of another issuer",
                        bundle().issuer("https://evil.example.org"),
                        "not among the trusted identities"),
                arguments(
                        "by a subject with our name in it",
                        bundle().subject("https://evil.org/?" + TestBundle.SUBJECT),
                        "not among the trusted identities"),
                arguments("checkpoint of more entries", bundle().checkpointOf(3), "of entry 1 among 2"),
                arguments("checkpoint of fewer entries", bundle().checkpointOf(1), "of entry 1 among 2"),
                arguments("without anybody's word for the time", bundle().withoutPromise(), "No timestamp"),
                arguments("second edition without a time stamp", bundle().secondEdition(), "No timestamp"),
                arguments(
                        "time stamp of another signature",
                        bundle().secondEdition().stamped(MADE).stampedOver(FILE),
                        "imprint"),
                arguments(
                        "time stamp by somebody else",
                        bundle().secondEdition().stamped(MADE).stampedBy(THEIRS),
                        "imestamp"),
                arguments(
                        "time stamp after its certificate",
                        bundle().secondEdition().stamped(late),
                        "imestamp"),
                arguments(
                        "time stamp before its certificate",
                        bundle().secondEdition().stamped(early),
                        "imestamp"),
                arguments("good promise, late time stamp", bundle().stamped(late), "imestamp"),
                arguments(
                        "good time stamp, late promise",
                        bundle().made(late).stamped(MADE),
                        "its certificate is good from"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void anyOtherBundleIsRefused(String what, TestBundle bundle, String why) {
        Cosign cosign = cosign(OURS);

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> cosign.file(FILE, bundle.over(FILE)))
                .withMessageContaining(why);
    }

    @Test
    void whatTheClockHasNotComeToIsReliedOnWhenItHas() throws Exception {
        Cosign behind = cosign(OURS, MADE.minus(MINUTE.multipliedBy(10)));

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> behind.file(FILE, bundle().over(FILE)))
                .withMessageContaining("made in the future, at " + MADE + ", and the clock here says")
                .matches(RefusedProofException::early);
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() ->
                        behind.file(FILE, bundle().subject("evil@example.org").over(FILE)))
                .withMessageContaining("not among the trusted identities")
                .matches(e -> !e.early());
        assertThat(cosign(OURS, MADE).file(FILE, bundle().over(FILE))).isNotNull();
    }

    @Test
    void whatALogSaysAfterItsEndIsRefused() throws Exception {
        TestSigstore ended = new TestSigstore().logUntil(MADE.minus(MINUTE));
        Cosign cosign = cosign(ended);

        assertThat(cosign.file(
                        FILE, TestBundle.by(ended).made(MADE.minus(MINUTE)).over(FILE)))
                .isNotNull();
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> cosign.file(FILE, TestBundle.by(ended).over(FILE)))
                .withMessageContaining("the log https://rekor.example.org is not trusted");
    }

    @Test
    void theCertificateOfAnotherKeyIsRefused() {
        Cosign cosign = cosign(OURS);
        JsonObject bundle = bundle().json(FILE);
        JsonObject other = bundle().json(FILE);
        String certificate = "verificationMaterial/certificate";
        RealBundle.set(bundle, certificate, RealBundle.get(other, certificate));

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> cosign.file(FILE, RealBundle.bundle(bundle)))
                .withMessageContaining("signature was not valid");
    }

    @Test
    void bytesOfAnotherFileAreRefused() {
        Cosign cosign = cosign(OURS);

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> cosign.file(FILE, bundle().over(new byte[] {1})))
                .withMessageContaining("signs other bytes");
    }
}
