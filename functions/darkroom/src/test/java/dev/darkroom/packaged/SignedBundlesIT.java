package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.fetch.testing.TestBundle;
import dev.darkroom.fetch.testing.TestSigstore;
import dev.darkroom.packaged.Darkroom.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom sync} of images that a Sigstore of our own has signed, or their sums files. */
class SignedBundlesIT {
    private static final byte[] DISK = Disks.raw(3, 1);

    @TempDir
    Path work;

    @Test
    void whatATrustedIdentitySignedIsReadyAndNothingElseIs() throws Exception {
        var sigstore = new TestSigstore();
        byte[] sums = (Digest.sha256(DISK).hex() + "  disk.raw\n").getBytes(StandardCharsets.UTF_8);
        try (var origin = new Origin()) {
            origin.have("disk.raw", DISK);
            origin.have("SUMS", sums);
            origin.have("disk.json", TestBundle.by(sigstore).over(DISK));
            origin.have("sums.json", TestBundle.by(sigstore).over(sums));
            origin.have(
                    "evil.json",
                    TestBundle.by(sigstore).subject("evil@example.org").over(DISK));
            Path roots = Files.write(work.resolve("root.json"), sigstore.trustedRoot());
            String image = "source_url: " + origin.url("whole/disk.raw") + ", cosign_bundle: " + origin.url("whole/");
            Path catalogue = Files.writeString(
                    work.resolve("catalogue.yaml"),
                    "images:\n  alone: {" + image + "disk.json}\n  listed: {" + image + "sums.json, checksum: "
                            + origin.url("whole/SUMS") + "}\n  stranger: {" + image + "evil.json}\n");
            var darkroom = new Darkroom(work);

            Result result = darkroom.run(
                    "-Ddarkroom.verify=require",
                    "-Ddarkroom.verify.cosign-trusted-root=" + roots,
                    "-Ddarkroom.verify.cosign-identities=" + TestBundle.ISSUER + " " + TestBundle.SUBJECT,
                    "sync",
                    catalogue.toString(),
                    "--to",
                    "dir:" + work.resolve("images"),
                    "-f",
                    "value");

            assertThat(result.code()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).contains("darkroom: stranger at images: signature-invalid: ", "evil@example.org");
            String proof =
                    "cosign:" + TestBundle.SUBJECT + ";issuer=" + TestBundle.ISSUER + ";log=rekor.example.org/1001";
            for (String key : new String[] {"alone", "listed"}) {
                assertThat(work.resolve("images").resolve(key + ".raw")).hasBinaryContent(DISK);
                assertThat(darkroom.run("image", "show", key, "-f", "value", "-c", "Verified")
                                .out())
                        .isEqualTo(proof + ", sha256\n");
            }
            assertThat(work.resolve("images/stranger.raw")).doesNotExist();
            assertThat(work.resolve("images/manifest.json"))
                    .content()
                    .contains(proof)
                    .doesNotContain("stranger");
        }
    }
}
