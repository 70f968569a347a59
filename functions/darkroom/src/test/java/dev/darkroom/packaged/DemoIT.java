package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.packaged.Darkroom.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom demo}, twice. */
class DemoIT {
    @TempDir
    Path work;

    @Test
    void threeRealImagesBecomeRawImagesWithIds() throws Exception {
        var darkroom = new Darkroom(work);

        for (int run = 1; run <= 2; run++) {
            Result demo = darkroom.run("demo", "-f", "value");

            assertThat(demo.code()).as(demo.err()).isZero();
            assertThat(demo.out().lines())
                    .hasSize(3)
                    .allMatch(line -> line.matches("demo_\\w+ images ready [0-9a-f-]{36}"));
            assertThat(demo.err())
                    .contains("demo_qcow2.raw is the same disk as its source")
                    .contains("demo_gzip.raw is the same disk as its source")
                    .contains("demo_vmdk.raw is the same disk as its source")
                    .contains("darkroom --data " + darkroom.data().resolve("demo") + " image list");
        }
        Result list = new Darkroom(work, darkroom.data().resolve("demo")).run("ids", "demo", "-f", "value");
        assertThat(list.out()).as(list.err()).matches("[0-9a-f-]{36}\n");
    }
}
