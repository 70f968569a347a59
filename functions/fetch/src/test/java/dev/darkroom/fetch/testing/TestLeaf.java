package dev.darkroom.fetch.testing;

import static dev.darkroom.fetch.testing.TestSigstore.sign;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate of a signer, good for ten minutes, which a log of certificates knows (RFC 6962). */
final class TestLeaf {
    private static final ASN1ObjectIdentifier ISSUER = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8");
    private static final ASN1ObjectIdentifier TIMESTAMPS = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");
    private static final int SHA256_ECDSA = 0x0403;

    private final TestSigstore sigstore;
    private final KeyPair key;
    private String subject = TestBundle.SUBJECT;
    private String issuer = TestBundle.ISSUER;
    private KeyPurposeId purpose = KeyPurposeId.id_kp_codeSigning;
    private TestSigstore knownTo;
    private Instant begin = TestBundle.MADE.minus(Duration.ofMinutes(5));

    TestLeaf(TestSigstore sigstore, KeyPair key) {
        this.sigstore = sigstore;
        this.key = key;
        this.knownTo = sigstore;
    }

    void subject(String names) {
        subject = names;
    }

    void issuer(String url) {
        issuer = url;
    }

    void purpose(KeyPurposeId of) {
        purpose = of;
    }

    void knownTo(TestSigstore other) {
        knownTo = other;
    }

    void begin(Instant at) {
        begin = at;
    }

    X509Certificate certificate() {
        try {
            ContentSigner signer =
                    new JcaContentSignerBuilder("SHA256withECDSA").build(sigstore.authority.getPrivate());
            JcaX509v3CertificateBuilder builder = builder();
            if (knownTo != null) {
                byte[] unknown = builder.build(signer)
                        .toASN1Structure()
                        .getTBSCertificate()
                        .getEncoded("DER");
                builder.addExtension(TIMESTAMPS, false, new DEROctetString(timestamps(unknown)));
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private JcaX509v3CertificateBuilder builder() throws IOException {
        var builder = new JcaX509v3CertificateBuilder(
                sigstore.authorityCertificate,
                BigInteger.TWO,
                Date.from(begin),
                Date.from(begin.plus(Duration.ofMinutes(10))),
                new X500Principal("CN=signer"),
                key.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        if (purpose != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        if (!subject.isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, true, names());
        }
        if (!issuer.isEmpty()) {
            builder.addExtension(ISSUER, false, new DERUTF8String(issuer));
        }
        return builder;
    }

    /** An address, a URI or, with a space between, both; else the name of a host. */
    private GeneralNames names() {
        String[] names = subject.split(" ");
        var all = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
            int kind = names[i].contains(":")
                    ? GeneralName.uniformResourceIdentifier
                    : names[i].contains("@") ? GeneralName.rfc822Name : GeneralName.dNSName;
            all[i] = new GeneralName(kind, names[i]);
        }
        return new GeneralNames(all);
    }

    /** A list with one signed certificate timestamp, over the certificate as it is without the list. */
    private byte[] timestamps(byte[] unknown) throws IOException {
        var signed = new ByteArrayOutputStream();
        var out = new DataOutputStream(signed);
        out.writeShort(0); // Version 1, of a certificate's timestamp.
        out.writeLong(begin.toEpochMilli());
        out.writeShort(1); // Of what is to be a certificate.
        out.write(TestSigstore.sha256(sigstore.authority.getPublic().getEncoded()));
        out.writeByte(unknown.length >> 16);
        out.writeShort(unknown.length);
        out.write(unknown);
        out.writeShort(0); // No extensions.
        byte[] signature = sign("SHA256withECDSA", knownTo.certificateLog, signed.toByteArray());

        var list = new ByteArrayOutputStream();
        var timestamp = new DataOutputStream(list);
        int length = 1 + 32 + 8 + 2 + 4 + signature.length;
        timestamp.writeShort(length + 2);
        timestamp.writeShort(length);
        timestamp.writeByte(0);
        timestamp.write(TestSigstore.id(knownTo.certificateLog));
        timestamp.writeLong(begin.toEpochMilli());
        timestamp.writeShort(0);
        timestamp.writeShort(SHA256_ECDSA);
        timestamp.writeShort(signature.length);
        timestamp.write(signature);
        return list.toByteArray();
    }
}
