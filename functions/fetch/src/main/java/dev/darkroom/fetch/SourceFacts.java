package dev.darkroom.fetch;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.verify.Evidence;
import dev.darkroom.staging.StagedName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a staged source, kept beside it so that nobody has to read it again.
 *
 * @param identity    of the source that it came from
 * @param virtualSize the size of the disk that a machine sees, in bytes
 * @param sha256      of the bytes as downloaded
 * @param evidence    what the bytes were verified by
 * @param sha512      of the bytes as staged; null when not computed
 */
record SourceFacts(String identity, long virtualSize, Digest sha256, List<Evidence> evidence, Digest sha512) {

    /** One word for where bytes come from and what proves them: two specifications with the same one mean the same bytes. */
    static String identity(ImageSpec spec) {
        byte[] text = (spec.identity() + proof(spec.checksum())).getBytes(StandardCharsets.UTF_8);
        return Digest.sha256(text).hex();
    }

    /** Without what of a URL may be a secret. */
    private static String proof(Checksum checksum) {
        OpenPgpSignature signature = checksum.signature();
        return checksum.allowWeak()
                + " " + (signature == null ? null : word(signature.url()) + signature.signedBy())
                + " " + word(checksum.cosignBundle());
    }

    private static String word(SourceUri url) {
        return url == null ? null : url.identity();
    }

    void write(Path file) {
        var values = new TreeMap<String, String>();
        values.put("identity", identity);
        values.put("virtual-size", Long.toString(virtualSize));
        values.put("sha256", sha256.toString());
        values.put("evidence", Evidence.join(evidence));
        if (sha512 != null) {
            values.put("sha512", sha512.toString());
        }
        DiskTrouble.guard(file, () -> {
            Sidecar.write(file, values);
            return null;
        });
    }

    /** What the source is called when it is staged. */
    String name() {
        return StagedName.source(sha256);
    }

    List<Proof> verified() {
        return evidence.stream().map(Evidence::proof).toList();
    }

    /** Empty when the file cannot be understood. */
    static Optional<SourceFacts> read(Path file) throws IOException {
        return Sidecar.read(file).flatMap(SourceFacts::of);
    }

    private static Optional<SourceFacts> of(Map<String, String> values) {
        try {
            return Optional.of(new SourceFacts(
                    values.getOrDefault("identity", ""),
                    Long.parseLong(values.getOrDefault("virtual-size", "")),
                    Digest.parse(values.getOrDefault("sha256", "")),
                    Evidence.parse(required(values, "evidence")),
                    values.containsKey("sha512") ? Digest.parse(values.get("sha512")) : null));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** What is missing must not pass for no proof. */
    private static String required(Map<String, String> values, String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return values.get(name);
    }
}
