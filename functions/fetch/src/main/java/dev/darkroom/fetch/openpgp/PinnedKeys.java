package dev.darkroom.fetch.openpgp;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.staging.disk.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPDefaultPolicy;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.OpenPGPPolicy;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;

/** The keys that the operator trusts: those in the listed files, and no other, wherever else one may be found. */
final class PinnedKeys {
    /** What is too weak to rely on; knows when that began for bindings that were made before. */
    static final OpenPGPPolicy POLICY = new OpenPGPDefaultPolicy();

    /** {@code debian-keyring} with a thousand keys has 20 MB; those of publishers have a few kilobytes. */
    private static final int LONGEST = 4 << 20;

    private static final Pattern KEY_FILE = Pattern.compile(".+\\.(?:asc|gpg|pgp|key)");
    private static final Pattern BLOCK = Pattern.compile("(?=-----BEGIN PGP PUBLIC KEY BLOCK-----)");

    private final List<OpenPGPCertificate> certificates;

    private PinnedKeys(List<OpenPGPCertificate> certificates) {
        this.certificates = certificates;
    }

    /**
     * @param places files, and directories of which every {@code *.asc}, {@code *.gpg}, {@code *.pgp}, {@code *.key} counts
     * @throws FailureException when one is not to be read, or not as keys: somebody may be writing it, and it says nothing of
     *                          any signature
     */
    static PinnedKeys read(List<Path> places) {
        var certificates = new TreeMap<String, OpenPGPCertificate>();
        for (Path place : places) {
            for (Path file : files(place)) {
                for (OpenPGPCertificate each : certificates(file)) {
                    String fingerprint = HexFormat.of().formatHex(each.getFingerprint());
                    OpenPGPCertificate known = certificates.get(fingerprint);
                    certificates.put(fingerprint, known == null ? each : joined(known, each));
                }
            }
        }
        return new PinnedKeys(List.copyOf(certificates.values()));
    }

    /** What two copies of a key say together: a revocation that came in a second file counts. */
    private static OpenPGPCertificate joined(OpenPGPCertificate one, OpenPGPCertificate other) {
        try {
            var ring = PGPPublicKeyRing.join(one.getPGPPublicKeyRing(), other.getPGPPublicKeyRing());
            return new OpenPGPCertificate(ring, new BcOpenPGPImplementation(), POLICY);
        } catch (PGPException e) {
            throw unusable("two copies of a key that is pinned contradict each other", e);
        }
    }

    boolean isEmpty() {
        return certificates.isEmpty();
    }

    /** The keys with this fingerprint, primary ones and subkeys. */
    List<OpenPGPComponentKey> with(byte[] fingerprint) {
        return certificates.stream()
                .flatMap(certificate -> certificate.getKeys().stream())
                .filter(key -> Arrays.equals(key.getPGPPublicKey().getFingerprint(), fingerprint))
                .toList();
    }

    /** The keys that may have made a signature, as it says; first those of whom the certificate is, then who has bound them. */
    List<OpenPGPComponentKey> signers(List<KeyIdentifier> issuers) {
        return certificates.stream()
                .flatMap(certificate -> certificate.getKeys().stream())
                .filter(key -> issuers.stream().anyMatch(issuer -> issuer.matchesExplicit(key.getKeyIdentifier())))
                .sorted(Comparator.comparing(OpenPGPComponentKey::isPrimaryKey).reversed())
                .toList();
    }

    private static FailureException unusable(String why, Exception cause) {
        return new FailureException(FailureCode.INTERNAL_ERROR, why, cause);
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.filter(entry ->
                            KEY_FILE.matcher(entry.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable("the directory of keys " + place + " cannot be read", e);
        }
    }

    private static List<OpenPGPCertificate> certificates(Path file) {
        byte[] bytes = bytes(file);
        var reader = new OpenPGPKeyReader(new BcOpenPGPImplementation(), POLICY);
        var certificates = new ArrayList<OpenPGPCertificate>();
        try {
            for (byte[] block : blocks(bytes)) {
                certificates.addAll(reader.parseKeysOrCertificates(block));
            }
        } catch (IOException | RuntimeException e) {
            throw unusable("the file of keys " + file + " cannot be read as OpenPGP keys", e);
        }
        if (certificates.isEmpty() || certificates.stream().anyMatch(OpenPGPKey.class::isInstance)) {
            throw unusable(
                    "the file of keys " + file
                            + (certificates.isEmpty() ? " has none" : " has a private key: export the public one"),
                    null);
        }
        return certificates;
    }

    private static byte[] bytes(Path file) {
        try {
            return SmallFile.read(file, LONGEST)
                    .orElseThrow(
                            () -> unusable("the file of keys " + file + " has more than " + LONGEST + " bytes", null));
        } catch (IOException e) {
            throw unusable("the file of keys " + file + " cannot be read", e);
        }
    }

    /** Some publishers' files are several armored blocks, one after the other. */
    private static List<byte[]> blocks(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!BLOCK.matcher(text).find()) {
            return List.of(bytes);
        }
        return BLOCK.splitAsStream(text)
                .filter(block -> block.startsWith("-----"))
                .map(block -> block.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }
}
