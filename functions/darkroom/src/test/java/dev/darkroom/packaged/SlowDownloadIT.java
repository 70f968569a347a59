package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.packaged.Darkroom.Result;
import dev.darkroom.packaged.Darkroom.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download that takes longer than the registry waits for news of it. */
class SlowDownloadIT {
    private static final byte[] DISK = Disks.raw(3, 1);

    @TempDir
    Path work;

    @Test
    void howeverOftenItIsAskedForAgainTheOthersAreFetched() throws Exception {
        var darkroom = new Darkroom(work);
        try (var origin = new Origin();
                Running up = darkroom.up(
                        work.resolve("images"),
                        "-Ddarkroom.registry.stalled-after=3s",
                        "-Ddarkroom.fetch.stall-timeout=5m")) {
            origin.have("disk.raw", DISK);
            try (Running slow = sync(darkroom, "slow", origin.url("stopping/disk.raw"))) {
                awaitAttempts(darkroom, "slow", 6); // More than images are fetched at once.

                try (Running other = sync(darkroom, "other", origin.url("whole/disk.raw"))) {
                    other.awaitSaid("other at images: ready");
                }
                assertThat(slow.err()).doesNotContain("slow at images: ready");
                origin.goOn();
                slow.awaitSaid("slow at images: ready");
            }
            assertThat(origin.asked("stopping/disk.raw")).hasSize(1);
        }
        assertThat(work.resolve("images/slow.raw")).hasBinaryContent(DISK);
    }

    private Running sync(Darkroom darkroom, String key, String url) throws Exception {
        Path catalogue = Files.writeString(work.resolve(key + ".yaml"), CatalogueText.ofOne(key, url));
        return darkroom.start("sync", catalogue.toString(), "--timeout", "2m");
    }

    private static void awaitAttempts(Darkroom darkroom, String key, int many) throws Exception {
        for (int looks = 0; ; looks++) {
            Result show = darkroom.run("image", "show", key, "-f", "value", "-c", "Attempts");
            if (show.code() == 0 && Integer.parseInt(show.out().strip()) >= many) {
                return;
            }
            assertThat(looks).as(show.out() + show.err()).isLessThan(60);
            Thread.sleep(500);
        }
    }
}
