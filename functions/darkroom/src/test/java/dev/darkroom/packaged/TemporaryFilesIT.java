package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.packaged.Darkroom.Result;
import dev.darkroom.packaged.Darkroom.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody may write to the directory for temporary files. */
class TemporaryFilesIT {
    @TempDir
    Path work;

    @Test
    void nothingIsPutThereAndNothingThatIsThereIsInTheWay() throws Exception {
        Path temporary = Files.createDirectory(work.resolve("tmp"));
        Path others = Files.createFile(temporary.resolve("vertx-cache"));
        Path disk = Files.write(work.resolve("disk.raw"), Disks.raw(1, 7));
        Path catalogue = Files.writeString(work.resolve("c.yaml"), CatalogueText.ofOne("disk", "file://" + disk));
        var darkroom =
                new Darkroom(work, work.resolve("data"), Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary));

        try (Running up = darkroom.up(work.resolve("images"), "-Ddarkroom.origins.files=" + work)) {
            Result sync = darkroom.run("sync", catalogue.toString());
            assertThat(sync.code()).as(sync.err()).isZero();
            assertThat(temporary)
                    .isDirectoryContaining(others::equals)
                    .isDirectoryNotContaining(each -> !each.equals(others));
        }
        assertThat(temporary).isDirectoryNotContaining(each -> !each.equals(others));
    }
}
