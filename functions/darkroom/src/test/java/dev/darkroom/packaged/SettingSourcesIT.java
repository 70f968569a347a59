package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.packaged.Darkroom.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does is what those say who may, and who says it last. */
class SettingSourcesIT {
    @TempDir
    Path work;

    @Test
    void anOptionWinsOverAVariableAndAVariableOverTheFile() throws Exception {
        Path file = Files.writeString(
                work.resolve("settings"),
                "darkroom.targets.t.directory=" + work.resolve("by_file")
                        + "\nquarkus.http.port=1\nquarkus.http.host=0.0.0.0\n" + "darkroom.origins.files=" + work
                        + "\n");
        String[] sync = {"--config", file.toString(), "sync", catalogue().toString()};
        Map<String, String> variable = Map.of(
                "DARKROOM_TARGETS_T_DIRECTORY", work.resolve("by_variable").toString());

        assertReady(new Darkroom(work, work.resolve("one")).run(sync));
        assertThat(work.resolve("by_file/disk.raw")).exists();

        assertReady(new Darkroom(work, work.resolve("two"), variable).run(sync));
        assertThat(work.resolve("by_variable/disk.raw")).exists();

        assertReady(new Darkroom(work, work.resolve("three"), variable)
                .run(
                        "-Ddarkroom.targets.t.directory=" + work.resolve("by_option"),
                        sync[0],
                        sync[1],
                        sync[2],
                        sync[3]));
        assertThat(work.resolve("by_option/disk.raw")).exists();
    }

    /** It may be one with catalogues, in which others may change what they like. */
    @Test
    void theDirectoryInWhichSomebodyIsSaysNothing() throws Exception {
        Path place = Files.createDirectory(work.resolve("place"));
        Files.writeString(
                place.resolve(".env"),
                "DARKROOM_ORIGINS_FILES=" + work + "\nDARKROOM_TARGETS_EVIL_DIRECTORY=" + work.resolve("by_env")
                        + "\n");
        Files.writeString(
                Files.createDirectory(place.resolve("config")).resolve("application.properties"),
                "darkroom.origins.files=" + work + "\ndarkroom.targets.other.directory=" + work.resolve("by_config")
                        + "\n");
        var darkroom = new Darkroom(work).startedIn(place);

        Result result = darkroom.run("sync", catalogue().toString(), "--to", "dir:" + work.resolve("wanted"));

        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains("disk at wanted: origin-refused: ");
        assertThat(work.resolve("by_env")).doesNotExist();
        assertThat(work.resolve("by_config")).doesNotExist();
    }

    @Test
    void theDataDirectoryIsNoSetting() throws Exception {
        Path file = Files.writeString(work.resolve("settings"), "darkroom.data=" + work.resolve("elsewhere") + "\n");

        Result result = new Darkroom(work)
                .run("--config", file.toString(), "sync", catalogue().toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains(file + ":1: darkroom.data is said by --data DIR, or by the variable DARKROOM_DATA");
        assertThat(work.resolve("elsewhere")).doesNotExist();
    }

    private Path catalogue() throws Exception {
        Path disk = Files.write(work.resolve("disk.raw"), Disks.raw(3, 1));
        return Files.writeString(
                work.resolve("catalogue.yaml"),
                "images: {disk: {source_url: 'file://" + disk + "', source_disk_format: raw}}\n");
    }

    private static void assertReady(Result result) {
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("ready");
    }
}
