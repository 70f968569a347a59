package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.packaged.Darkroom.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has mistyped a source, and corrects it. */
class CorrectionIT {
    private static final byte[] DISK = Disks.raw(2, 7);

    @TempDir
    Path work;

    private final Origin origin = new Origin();
    private Darkroom darkroom;

    @BeforeEach
    void start() {
        darkroom = new Darkroom(work);
        origin.have("disk.raw", DISK);
        origin.have("other.raw", Disks.raw(2, 8));
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
    }

    @Test
    void aSourceThatFailedIsCorrectedUnderItsKey() throws Exception {
        Result wrong = darkroom.run(sync(origin.url("whole/dsik.raw")));
        assertThat(wrong.err()).contains("darkroom: mistyped at images: origin-not-found: ");

        assertReady(darkroom.run(sync(origin.url("whole/disk.raw"), "-f", "value")));
        assertThat(darkroom.run("image", "show", "mistyped").out()).contains("corrected by catalogue");
    }

    /** As soon as somebody sees that nothing comes, he stops it. */
    @Test
    void aCorrectionTakesThePlaceOfARequestThatWasCutOff() throws Exception {
        cutOff("http://127.0.0.1:1/disk.raw");

        assertReady(darkroom.run(sync(origin.url("whole/disk.raw"), "-f", "value")));
    }

    @Test
    void aCorrectionIsRefusedWhenTheRequestBringsTheImageAllTheSame() throws Exception {
        cutOff(origin.url("stopping/disk.raw"));
        origin.goOn();

        Result other = darkroom.run(sync(origin.url("whole/other.raw"), "-f", "value"));

        assertThat(other.code()).as(other.err()).isEqualTo(1);
        assertThat(other.out()).isEqualTo("mistyped images refused None\n");
        assertThat(other.err()).contains("darkroom: mistyped at images: key-changed: source_url of mistyped is ");
        assertThat(Files.readAllBytes(work.resolve("images/mistyped.raw"))).isEqualTo(DISK);
    }

    private static void assertReady(Result done) {
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).matches("mistyped images ready [0-9a-f-]{36}\n");
    }

    private void cutOff(String source) throws Exception {
        try (var stopped = darkroom.start(sync(source))) {
            stopped.awaitSaid("mistyped at images: ");
        }
    }

    private String[] sync(String source, String... more) throws Exception {
        Path catalogue = Files.writeString(work.resolve("catalogue.yaml"), CatalogueText.ofOne("mistyped", source));
        var arguments = new ArrayList<>(Darkroom.HASTE);
        arguments.addAll(List.of("sync", catalogue.toString(), "--to", "dir:" + work.resolve("images")));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
