package dev.darkroom.fetch.testing;

import static dev.darkroom.fetch.testing.TestSigstore.base64;
import static dev.darkroom.fetch.testing.TestSigstore.list;
import static dev.darkroom.fetch.testing.TestSigstore.object;
import static dev.darkroom.fetch.testing.TestSigstore.sha256;
import static dev.darkroom.fetch.testing.TestSigstore.sign;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sigstore.encryption.certificates.Certificates;
import dev.sigstore.rekor.client.HashedRekordRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * A bundle to be made by a {@link TestSigstore}, as it should be unless told otherwise: signed by {@link #SUBJECT} of {@link
 * #ISSUER}, entered at once into a log of two entries.
 */
public final class TestBundle {
    public static final String SUBJECT = "https://github.com/example/images/.github/workflows/build.yaml@refs/tags/v1";
    public static final String ISSUER = "https://token.actions.githubusercontent.com";
    /** When bundles are signed unless told otherwise; their certificates are from five minutes before. */
    public static final Instant MADE = TestSigstore.BEGIN.plus(Duration.ofDays(200));

    final KeyPair key = TestSigstore.key();
    final TestSigstore sigstore;
    private final TestLeaf leaf;
    private Instant made = MADE;
    private Instant stamped;
    private byte[] stampedBytes;
    private TestSigstore stamper;
    private boolean promise = true;
    private boolean second;
    private long checkpointSize = 2;

    private TestBundle(TestSigstore sigstore) {
        this.sigstore = sigstore;
        this.stamper = sigstore;
        this.leaf = new TestLeaf(sigstore, key);
    }

    public static TestBundle by(TestSigstore sigstore) {
        return new TestBundle(sigstore);
    }

    public TestBundle subject(String uri) {
        leaf.subject(uri);
        return this;
    }

    public TestBundle issuer(String url) {
        leaf.issuer(url);
        return this;
    }

    /** Null: none. */
    public TestBundle purpose(KeyPurposeId purpose) {
        leaf.purpose(purpose);
        return this;
    }

    /** Whose log says that it knows the certificate; null: none. */
    public TestBundle knownTo(TestSigstore other) {
        leaf.knownTo(other);
        return this;
    }

    public TestBundle certifiedAt(Instant begin) {
        leaf.begin(begin);
        return this;
    }

    /** Of this the log says that the entry came. */
    public TestBundle made(Instant at) {
        made = at;
        return this;
    }

    /** Without the log's promise, and so without its word for the time. */
    public TestBundle withoutPromise() {
        promise = false;
        return this;
    }

    /** An authority for time says so of the signature. */
    public TestBundle stamped(Instant at) {
        stamped = at;
        return this;
    }

    /** Of other bytes. */
    public TestBundle stampedOver(byte[] bytes) {
        stampedBytes = bytes;
        return this;
    }

    /** By somebody else. */
    public TestBundle stampedBy(TestSigstore other) {
        stamper = other;
        return this;
    }

    /** The log has signed its root for a tree of this many entries. */
    public TestBundle checkpointOf(long size) {
        checkpointSize = size;
        return this;
    }

    /** An entry of the second edition of logs, which promise nothing. */
    public TestBundle secondEdition() {
        second = true;
        return withoutPromise();
    }

    public byte[] over(byte[] artifact) {
        return json(artifact).toString().getBytes(StandardCharsets.UTF_8);
    }

    public JsonObject json(byte[] artifact) {
        X509Certificate certificate = leaf.certificate();
        byte[] digest = sha256(artifact);
        byte[] signature = sign("SHA256withECDSA", key, artifact);
        byte[] body = second ? secondBody(digest, signature, certificate) : body(digest, signature, certificate);
        var material = new JsonObject();
        material.add("certificate", object("rawBytes", base64(TestSigstore.encoded(certificate))));
        material.add("tlogEntries", list(entry(body)));
        if (stamped != null) {
            byte[] stamp = TestStamp.by(stamper, stampedBytes == null ? signature : stampedBytes, stamped);
            var stamps = new JsonObject();
            stamps.add("rfc3161Timestamps", list(object("signedTimestamp", base64(stamp))));
            material.add("timestampVerificationData", stamps);
        }
        JsonObject hash = object("algorithm", "SHA2_256");
        hash.addProperty("digest", base64(digest));
        var message = new JsonObject();
        message.add("messageDigest", hash);
        message.addProperty("signature", base64(signature));
        JsonObject bundle = object("mediaType", "application/vnd.dev.sigstore.bundle.v0.3+json");
        bundle.add("verificationMaterial", material);
        bundle.add("messageSignature", message);
        return bundle;
    }

    private static byte[] body(byte[] digest, byte[] signature, X509Certificate certificate) {
        try {
            return HashedRekordRequest.newHashedRekordRequest(digest, Certificates.toPemBytes(certificate), signature)
                    .toJsonPayload()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] secondBody(byte[] digest, byte[] signature, X509Certificate certificate) {
        return ("""
                {"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{\
                "data":{"algorithm":"SHA2_256","digest":"%s"},"signature":{"content":"%s","verifier":{\
                "keyDetails":"PKIX_ECDSA_P256_SHA_256","x509Certificate":{"rawBytes":"%s"}}}}}}""".formatted(base64(digest), base64(signature), base64(TestSigstore.encoded(certificate))))
                .getBytes(StandardCharsets.UTF_8);
    }

    private JsonObject entry(byte[] body) {
        byte[] other = sha256(new byte[] {0});
        byte[] root = sha256(join(new byte[] {1}, other, sha256(join(new byte[] {0}, body))));
        JsonObject proof = object("logIndex", "1");
        proof.addProperty("treeSize", "2");
        proof.addProperty("rootHash", base64(root));
        var hashes = new JsonArray();
        hashes.add(base64(other));
        proof.add("hashes", hashes);
        proof.add("checkpoint", object("envelope", checkpoint(root)));
        JsonObject kind = object("kind", "hashedrekord");
        kind.addProperty("version", second ? "0.0.2" : "0.0.1");
        JsonObject entry = object("logIndex", "1001");
        entry.add("logId", object("keyId", base64(TestSigstore.id(sigstore.log))));
        entry.add("kindVersion", kind);
        entry.addProperty("canonicalizedBody", base64(body));
        entry.add("inclusionProof", proof);
        if (!second) {
            entry.addProperty("integratedTime", Long.toString(made.getEpochSecond()));
        }
        if (promise) {
            entry.add("inclusionPromise", object("signedEntryTimestamp", base64(promise(body))));
        }
        return entry;
    }

    private String checkpoint(byte[] root) {
        String signed = TestSigstore.LOG + " - 1\n" + checkpointSize + "\n" + base64(root) + "\n";
        byte[] signature = sign("SHA256withECDSA", sigstore.log, signed.getBytes(StandardCharsets.UTF_8));
        byte[] hint = Arrays.copyOf(TestSigstore.id(sigstore.log), 4);
        return signed + "\n\u2014 " + TestSigstore.LOG + " " + base64(join(hint, signature)) + "\n";
    }

    /** What a log signs of an entry (the SET): canonical JSON. */
    private byte[] promise(byte[] body) {
        String text = "{\"body\":\"%s\",\"integratedTime\":%d,\"logID\":\"%s\",\"logIndex\":1001}"
                .formatted(
                        base64(body), made.getEpochSecond(), HexFormat.of().formatHex(TestSigstore.id(sigstore.log)));
        return sign("SHA256withECDSA", sigstore.log, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
