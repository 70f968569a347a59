package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.packaged.Darkroom.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom sync} of images whose sums files are signed by the real gpg. */
class SignedSumsIT {
    private static final byte[] DISK = Disks.raw(3, 1);

    @TempDir
    Path work;

    @TempDir
    Path home;

    @Test
    void whatIsSignedIsReadyAndWhatWasTamperedWithIsNot() throws Exception {
        try (var gpg = new Gnupg(home);
                var origin = new Origin()) {
            String sums = Digest.sha256(DISK).hex() + "  disk.raw\n";
            String message = new String(gpg.sign(sums, "--clear-sign"), StandardCharsets.UTF_8);
            origin.have("disk.raw", DISK);
            origin.have("CHECKSUM", message.getBytes(StandardCharsets.UTF_8));
            origin.have(
                    "TAMPERED",
                    message.replace(sums, "0".repeat(64) + "  disk.raw\n").getBytes(StandardCharsets.UTF_8));
            origin.have("SUMS", sums.getBytes(StandardCharsets.UTF_8));
            origin.have("SUMS.gpg", gpg.sign(sums, "--detach-sign"));
            origin.have("SUMS.asc", gpg.sign(sums, "--detach-sign", "--armor"));
            Path keys = Files.write(work.resolve("images.asc"), gpg.publicKey());
            Path catalogue = Files.writeString(
                    work.resolve("catalogue.yaml"),
                    "images:\n"
                            + image(origin, "clear", "CHECKSUM", "clearsigned")
                            + image(origin, "tampered", "TAMPERED", "clearsigned")
                            + image(origin, "binary", "SUMS", origin.url("whole/SUMS.gpg"))
                            + image(origin, "armored", "SUMS", origin.url("whole/SUMS.asc"))
                            + image(origin, "unsigned", "SUMS", null));
            var darkroom = new Darkroom(work);

            Result result = darkroom.run(
                    "-Ddarkroom.verify=require",
                    "-Ddarkroom.verify.openpgp-keys=" + keys,
                    "sync",
                    catalogue.toString(),
                    "--to",
                    "dir:" + work.resolve("images"),
                    "-f",
                    "value");

            assertThat(result.code()).as(result.err()).isEqualTo(1);
            assertThat(result.out()).contains("tampered images failed", "unsigned images failed");
            assertThat(result.err())
                    .contains("darkroom: tampered at images: signature-invalid: ", "one of the two was changed")
                    .contains("darkroom: unsigned at images: proof-missing: ", "has no checksum_signature");
            for (String key : new String[] {"clear", "binary", "armored"}) {
                assertThat(work.resolve("images").resolve(key + ".raw")).hasBinaryContent(DISK);
                assertThat(darkroom.run("image", "show", key, "-f", "value", "-c", "Verified")
                                .out())
                        .isEqualTo("openpgp:" + gpg.fingerprint() + ", sha256\n");
            }
            assertThat(work.resolve("images/tampered.raw")).doesNotExist();
            assertThat(work.resolve("images/unsigned.raw")).doesNotExist();
            assertThat(work.resolve("images/manifest.json"))
                    .content()
                    .contains("openpgp:" + gpg.fingerprint())
                    .doesNotContain("tampered");
        }
    }

    @Test
    void aSignatureThatIsAddedToAnImageThatIsReadyIsVerifiedAndNothingElseIsDoneAgain() throws Exception {
        try (var gpg = new Gnupg(home);
                var origin = new Origin()) {
            String sums = Digest.sha256(DISK).hex() + "  disk.raw\n";
            origin.have("disk.raw", DISK);
            origin.have("SUMS", sums.getBytes(StandardCharsets.UTF_8));
            origin.have("SUMS.gpg", gpg.sign(sums, "--detach-sign"));
            Path keys = Files.write(work.resolve("images.asc"), gpg.publicKey());
            var darkroom = new Darkroom(work);
            assertThat(sync(darkroom, keys, image(origin, "disk", "SUMS", null)).code())
                    .isZero();
            Object written = Files.getLastModifiedTime(work.resolve("images/disk.raw"));

            Result missing = sync(darkroom, keys, image(origin, "disk", "SUMS", origin.url("whole/SUMS.sig")));

            assertThat(missing.code()).as(missing.err()).isEqualTo(1);
            assertThat(missing.err()).contains("darkroom: disk at images: ", "whole/SUMS.sig");
            assertThat(darkroom.run("ids", "disk", "-f", "value").out())
                    .as("what is there can be used")
                    .matches("[0-9a-f-]{36}\n");
            assertThat(origin.asked("whole/disk.raw")).hasSize(1);

            String signed = image(origin, "disk", "SUMS", origin.url("whole/SUMS.gpg")) + "    checksum_signed_by: "
                    + gpg.fingerprint() + "\n";
            for (int times = 0; times < 2; times++) {
                Result good = sync(darkroom, keys, signed);

                assertThat(good.code()).as(good.err()).isZero();
                assertThat(origin.asked("whole/disk.raw")).hasSize(2);
            }
            assertThat(darkroom.run("image", "show", "disk", "-f", "value", "-c", "Verified")
                            .out())
                    .isEqualTo("openpgp:" + gpg.fingerprint() + ", sha256\n");
            assertThat(work.resolve("images/manifest.json")).content().contains("openpgp:" + gpg.fingerprint());
            assertThat(Files.getLastModifiedTime(work.resolve("images/disk.raw")))
                    .isEqualTo(written);
            assertThat(darkroom.data().resolve("staging")).isEmptyDirectory();
        }
    }

    private Result sync(Darkroom darkroom, Path keys, String image) throws Exception {
        return darkroom.run(
                "-Ddarkroom.verify.openpgp-keys=" + keys,
                "-Ddarkroom.fetch.attempts=1",
                "sync",
                Files.writeString(work.resolve("catalogue.yaml"), "images:\n" + image)
                        .toString(),
                "--to",
                "dir:" + work.resolve("images"));
    }

    private static String image(Origin origin, String key, String sums, String signature) {
        return "  " + key + ":\n    source_url: " + origin.url("whole/disk.raw") + "\n    checksum: "
                + origin.url("whole/" + sums) + "\n"
                + (signature == null ? "" : "    checksum_signature: " + signature + "\n");
    }
}
