package dev.darkroom.fetch.cosign;

import static dev.darkroom.fetch.cosign.RealBundle.CHECKPOINT;
import static dev.darkroom.fetch.cosign.RealBundle.ENTRY;
import static dev.darkroom.fetch.cosign.RealBundle.PROOF;
import static dev.darkroom.fetch.cosign.RealBundle.decoded;
import static dev.darkroom.fetch.cosign.RealBundle.with;
import static dev.darkroom.fetch.cosign.RealBundle.withSiblings;
import static dev.darkroom.fetch.cosign.RealBundle.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.fetch.proof.RefusedProofException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real bundle of a real jar by Sigstore's public instance, and whatever may be done to it. */
class HostileBundlesTest {
    private static final byte[] JAR = RealBundle.artifact();
    private static final byte[] SHA256 = Algorithm.SHA256.newHash().digest(JAR);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final UnaryOperator<String> FLIPPED = RealBundle::flipped;

    @TempDir
    Path directory;

    private Cosign cosign() throws IOException {
        return new Cosign(
                Files.write(directory.resolve("root.json"), RealBundle.trustedRoot()),
                List.of(RealBundle.SIGNER),
                CLOCK);
    }

    @Test
    void aRealBundleOfARealFileIsReliedOn() throws Exception {
        Cosign.Signed signed = cosign().file(JAR, RealBundle.bytes());

        assertThat(signed.proof().subject()).isEqualTo(RealBundle.SUBJECT);
        assertThat(signed.proof().issuer()).isEqualTo(RealBundle.ISSUER);
        assertThat(signed.proof().text()).endsWith(";log=rekor.sigstore.dev/711312233");
        assertThat(signed.sha256()).isEqualTo(SHA256);
    }

    @Test
    void aBundleSaysOfWhatHashItIs() throws Exception {
        assertThat(cosign().named(RealBundle.bytes()).sha256()).isEqualTo(SHA256);
    }

    @Test
    void aBundleThatNamesNoHashSignsAFileAllTheSame() throws Exception {
        byte[] bundle = without("messageSignature/messageDigest");

        assertThat(cosign().file(JAR, bundle).sha256()).isEqualTo(SHA256);
        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> cosign().named(bundle))
                .withMessageContaining("does not say of what hash it is");
    }

    static Stream<Arguments> tampered() {
        return Stream.of(
                arguments(
                        "of version 0.1",
                        with("mediaType", "application/vnd.dev.sigstore.bundle+json;version=0.1"),
                        "older form"),
                arguments(
                        "of version 0.2",
                        with("mediaType", "application/vnd.dev.sigstore.bundle+json;version=0.2"),
                        "older form"),
                arguments(
                        "of version 0.4",
                        with("mediaType", "application/vnd.dev.sigstore.bundle.v0.4+json"),
                        "media type"),
                arguments("without a version", without("mediaType"), "media type"),
                arguments("hash changed", with("messageSignature/messageDigest/digest", FLIPPED), "signs other bytes"),
                arguments("hash of no length", with("messageSignature/messageDigest/digest", ""), "signs other bytes"),
                arguments(
                        "hash of another kind",
                        with("messageSignature/messageDigest/algorithm", "SHA2_512"),
                        "SHA2_512"),
                arguments("hash of a kind that is none", with("messageSignature/messageDigest/algorithm", "CRC"), ""),
                arguments("signature changed", with("messageSignature/signature", FLIPPED), "not valid"),
                arguments("signature of another file", withSiblings("messageSignature/signature"), "not valid"),
                arguments("signature of no length", with("messageSignature/signature", ""), "ignature"),
                arguments("without a signature", without("messageSignature/signature"), "ignature"),
                arguments("without a message", without("messageSignature"), "must be provided"),
                arguments("certificate changed", with("verificationMaterial/certificate/rawBytes", FLIPPED), ""),
                arguments(
                        "certificate cut",
                        with("verificationMaterial/certificate/rawBytes", text -> text.substring(0, 400)),
                        ""),
                arguments(
                        "certificate of an authority",
                        with("verificationMaterial/certificate/rawBytes", authority()),
                        ""),
                arguments("without a certificate", without("verificationMaterial/certificate"), "certificate"),
                arguments("a chain of two certificates", changed(HostileBundlesTest::chain), "2 certificates"),
                arguments("a bare key", changed(HostileBundlesTest::key), "public keys are not supported"),
                arguments("entry of another file", withSiblings(ENTRY + "canonicalizedBody"), "inconsistent"),
                arguments(
                        "entry of another hash",
                        with(ENTRY + "canonicalizedBody", decoded(text -> text.replace("f338c0", "f338c1"))),
                        "inconsistent"),
                arguments(
                        "entry of another kind",
                        with(ENTRY + "canonicalizedBody", decoded(text -> text.replace("hashedrekord", "rekord"))),
                        ""),
                arguments(
                        "entry of another version",
                        with(ENTRY + "canonicalizedBody", decoded(text -> text.replace("0.0.1", "0.0.3"))),
                        "version"),
                arguments(
                        "entry with a space more",
                        with(ENTRY + "canonicalizedBody", decoded(text -> text + " ")),
                        "inconsistent"),
                arguments("entry that is no JSON", with(ENTRY + "canonicalizedBody", decoded(text -> "entry")), ""),
                arguments("entry without a body", without(ENTRY + "canonicalizedBody"), ""),
                arguments("place in the log changed", with(ENTRY + "logIndex", "711312234"), "SET"),
                arguments("a log that nobody knows", with(ENTRY + "logId/keyId", FLIPPED), "logid"),
                arguments(
                        "another log that is trusted",
                        with(ENTRY + "logId/keyId", "zxGZFVvd0FEmjR8WrFwMdcAJ9vtaY/QXf44Y1wUeP6A="),
                        ""),
                arguments("without a log", without(ENTRY + "logId"), "logid"),
                arguments("time changed", with(ENTRY + "integratedTime", "1763671524"), "SET"),
                arguments("without a time", without(ENTRY + "integratedTime"), "SET"),
                arguments("promise changed", with(ENTRY + "inclusionPromise/signedEntryTimestamp", FLIPPED), "SET"),
                arguments(
                        "promise for another entry",
                        withSiblings(ENTRY + "inclusionPromise/signedEntryTimestamp"),
                        "SET"),
                arguments(
                        "promise of no length",
                        with(ENTRY + "inclusionPromise/signedEntryTimestamp", ""),
                        "No timestamp"),
                arguments("without a promise or time stamp", without(ENTRY + "inclusionPromise"), "No timestamp"),
                arguments("without a proof", without(ENTRY + "inclusionProof"), "inclusion proof"),
                arguments("proof for another entry", withSiblings(ENTRY + "inclusionProof"), "nclusion proof"),
                arguments("hash in the proof changed", with(PROOF + "hashes/3", FLIPPED), "nclusion proof"),
                arguments("hash in the proof missing", without(PROOF + "hashes/16"), "nclusion proof"),
                arguments("proof without hashes", without(PROOF + "hashes"), "nclusion proof"),
                arguments("root of the proof changed", with(PROOF + "rootHash", FLIPPED), "nclusion proof"),
                arguments("place in the proof changed", with(PROOF + "logIndex", "589407970"), "nclusion proof"),
                arguments("place in the proof before the first", with(PROOF + "logIndex", "-1"), ""),
                arguments(
                        "size of the proof changed",
                        with(PROOF + "treeSize", "589407997"),
                        "checkpoint is of 589407996"),
                arguments("size of the proof zero", with(PROOF + "treeSize", "0"), ""),
                arguments("without a checkpoint", without(PROOF + "checkpoint"), "heckpoint"),
                arguments(
                        "root of the checkpoint changed",
                        with(CHECKPOINT, text -> text.replace("FUJkQ", "FUJkR")),
                        "root hash"),
                arguments(
                        "size of the checkpoint changed",
                        with(CHECKPOINT, text -> text.replace("589407996", "589407997")),
                        "signature was invalid"),
                arguments(
                        "signature of the checkpoint changed",
                        with(CHECKPOINT, text -> text.replace("BEAiB4", "BEAiB5")),
                        "heckpoint"),
                arguments(
                        "checkpoint by another log",
                        with(CHECKPOINT, text -> text.replace("\u2014 rekor.", "\u2014 log2025-1.rekor.")),
                        "No matching checkpoint"),
                arguments(
                        "checkpoint by another key",
                        with(CHECKPOINT, text -> text.replace("wNI9aj", "wNI9bj")),
                        "hint"),
                arguments(
                        "checkpoint without a signature",
                        with(CHECKPOINT, text -> text.substring(0, text.indexOf('\u2014'))),
                        "heckpoint"),
                arguments(
                        "checkpoint with a line more",
                        with(CHECKPOINT, text -> text.replace("=\n\n", "=\nmore\n\n")),
                        "signature was invalid"),
                arguments(
                        "checkpoint of 21 signatures",
                        with(
                                CHECKPOINT,
                                text -> text
                                        + text.substring(text.indexOf('\u2014')).repeat(20)),
                        "excessive"),
                arguments("without entries", without(ENTRY.substring(0, ENTRY.length() - 1)), "tlog entries"),
                arguments(
                        "a second entry behind it",
                        changed(bundle -> entries(bundle)
                                .add(entries(RealBundle.sibling()).get(0))),
                        "2 log entries"),
                arguments(
                        "another entry before it",
                        changed(bundle -> entries(bundle)
                                .set(0, entries(RealBundle.sibling()).get(0))),
                        "inconsistent"),
                arguments("a time stamp that is none", changed(HostileBundlesTest::stamp), ""),
                arguments("an attestation", changed(bundle -> attest(bundle, true)), "attestation"),
                arguments("an attestation beside it", changed(bundle -> attest(bundle, false)), ""),
                arguments("nothing", new byte[0], ""),
                arguments("no object", bytes("[]"), ""),
                arguments("an empty object", bytes("{}"), "media type"),
                arguments("no JSON", bytes("-----BEGIN PGP SIGNATURE-----\n"), ""),
                arguments("cut in the middle", Arrays.copyOf(RealBundle.bytes(), 5000), ""),
                arguments("deep lists", bytes("{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}"), ""),
                arguments("deep objects", bytes("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)), ""),
                arguments(
                        "deep within a field",
                        bytes("{\"verificationMaterial\":".repeat(2500) + "1" + "}".repeat(2500)),
                        ""),
                arguments("a number without end", with(ENTRY + "logIndex", "9".repeat(10_000)), ""),
                arguments(
                        "of the old form of cosign",
                        bytes("{\"base64Signature\":\"MEUC\",\"cert\":\"LS0t\",\"rekorBundle\":{}}"),
                        "media type"),
                arguments("in another encoding", RealBundle.json().toString().getBytes(StandardCharsets.UTF_16), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampered")
    void whateverWasChangedIsRefused(String what, byte[] bundle, String why) throws Exception {
        Cosign cosign = cosign();

        assertThatExceptionOfType(RefusedProofException.class)
                .isThrownBy(() -> cosign.file(JAR, bundle))
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(800).doesNotContain("\n"));
    }

    @Test
    void noDamageToABundleDoesMoreThanRefuseIt() throws Exception {
        Cosign cosign = cosign();
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bundle = RealBundle.bytes();
            bundle[random.nextInt(bundle.length)] = (byte) random.nextInt();
            try {
                assertThat(cosign.file(JAR, bundle).proof().subject()).isEqualTo(RealBundle.SUBJECT);
            } catch (RefusedProofException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static byte[] changed(Consumer<JsonObject> change) {
        JsonObject bundle = RealBundle.json();
        change.accept(bundle);
        return RealBundle.bundle(bundle);
    }

    private static JsonArray entries(JsonObject bundle) {
        return RealBundle.get(bundle, "verificationMaterial/tlogEntries").getAsJsonArray();
    }

    private static String authority() {
        JsonObject root = JsonParser.parseString(new String(RealBundle.trustedRoot(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        return RealBundle.get(root, "certificateAuthorities/1/certChain/certificates/0/rawBytes")
                .getAsString();
    }

    private static void chain(JsonObject bundle) {
        JsonObject material = bundle.getAsJsonObject("verificationMaterial");
        var second = new JsonObject();
        second.addProperty("rawBytes", authority());
        var certificates = new JsonArray();
        certificates.add(material.remove("certificate"));
        certificates.add(second);
        var chain = new JsonObject();
        chain.add("certificates", certificates);
        material.add("x509CertificateChain", chain);
    }

    private static void key(JsonObject bundle) {
        JsonObject material = bundle.getAsJsonObject("verificationMaterial");
        material.remove("certificate");
        var key = new JsonObject();
        key.addProperty("hint", "a key");
        material.add("publicKey", key);
    }

    private static void stamp(JsonObject bundle) {
        var stamps = JsonParser.parseString("{\"rfc3161Timestamps\":[{\"signedTimestamp\":\"AAAA\"}]}");
        bundle.getAsJsonObject("verificationMaterial").add("timestampVerificationData", stamps);
    }

    private static void attest(JsonObject bundle, boolean instead) {
        if (instead) {
            bundle.remove("messageSignature");
        }
        bundle.add(
                "dsseEnvelope",
                JsonParser.parseString("{\"payload\":\"e30=\",\"payloadType\":\"application/vnd.in-toto+json\","
                        + "\"signatures\":[{\"sig\":\"AAAA\"}]}"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
