package dev.darkroom.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest;
import dev.darkroom.events.testing.Threads;
import dev.darkroom.packaged.Darkroom.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code darkroom sync} into a directory. */
class SyncIT {
    private static final byte[] DISK = Disks.raw(3, 1);

    @TempDir
    Path work;

    private Darkroom darkroom;
    private Origin origin;

    @BeforeEach
    void start() throws Exception {
        darkroom = new Darkroom(work);
        origin = new Origin();
        origin.have("disk.raw", DISK);
        origin.have("disk.raw.gz", Disks.gzip(DISK));
        origin.have("disk.qcow2", Disks.qcow2(work, DISK));
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
    }

    @Test
    void whatIsGoodIsReadyAndWhatIsNotHasAReason() throws Exception {
        Path catalogue = catalogue(
                image(
                        "packed",
                        "whole/disk.raw.gz",
                        "raw",
                        Digest.sha256(Disks.gzip(DISK)).toString()),
                image("converted", "whole/disk.qcow2", "qcow2", null),
                image("missing", "whole/nix.raw", "raw", null),
                image("mismatch", "whole/disk.raw", "raw", "sha256:" + "0".repeat(64)),
                image("truncated", "cut/disk.raw", "raw", null));

        Result first = sync(catalogue, "-f", "value");

        assertThat(first.code()).as(first.err()).isEqualTo(1);
        assertThat(first.out().lines())
                .anyMatch(line -> line.matches("packed images ready [0-9a-f-]{36}"))
                .anyMatch(line -> line.matches("converted images ready [0-9a-f-]{36}"))
                .contains("missing images failed None", "mismatch images failed None")
                .anyMatch(line -> line.startsWith("truncated images "));
        assertThat(first.err())
                .contains("darkroom: missing at images: origin-not-found: ")
                .contains("darkroom: mismatch at images: checksum-mismatch: ")
                .contains("darkroom: truncated at images: ")
                .contains("not waited for any longer")
                .doesNotContain("\tat ");
        assertThat(Files.readAllBytes(work.resolve("images/packed.raw"))).isEqualTo(DISK);
        assertThat(Files.readAllBytes(work.resolve("images/converted.raw"))).isEqualTo(DISK);

        // The same again: nothing to do. A key that would become other bytes is refused.
        Path changed = catalogue(
                image(
                        "packed",
                        "whole/disk.raw.gz",
                        "raw",
                        Digest.sha256(Disks.gzip(DISK)).toString()),
                image("converted", "whole/disk.raw", "raw", null));
        Result second = sync(changed, "-f", "value");

        assertThat(second.code()).as(second.err()).isEqualTo(1);
        assertThat(second.err())
                .contains("1 of 1 are ready already")
                .contains("darkroom: converted at images: key-changed: source_");
        assertQueriesWithoutAProcess();
    }

    private void assertQueriesWithoutAProcess() throws Exception {
        Result list = darkroom.run("image", "list", "-f", "value", "-c", "Key", "-c", "Status");
        assertThat(list.code()).as(list.err()).isZero();
        assertThat(list.out()).contains("packed ready\n", "missing failed\n");
        Result id = darkroom.run("ids", "packed", "-f", "value");
        assertThat(id.out()).matches("[0-9a-f-]{36}\n");
        assertThat(darkroom.run("image", "show", "packed", "-f", "value", "-c", "ID")
                        .out())
                .isEqualTo(id.out());
        assertThat(darkroom.run("ids", "missing").code()).isEqualTo(1);
        Result none = darkroom.run("image", "show", "missing", "-f", "value", "-c", "ID");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).startsWith("darkroom: missing has no ID at target images: it is failed, withdrawn: ");
    }

    /** Whoever runs it every night would never hear of the image that is not there. */
    @Test
    void aMistakeThatIsPassedOverIsNoSuccess() throws Exception {
        Path catalogue = catalogue(
                image("good", "whole/disk.raw", "raw", null), image("bad", "whole/disk.raw", "raw", "sha256:zz"));

        Result done = sync(catalogue, "--keep-going", "-f", "value");

        assertThat(done.out()).matches("good images ready [0-9a-f-]{36}\n");
        assertThat(done.err()).contains("images.bad.checksum");
        assertThat(done.code()).as(done.err()).isEqualTo(1);
    }

    @Test
    void aWrongSettingStopsTheStartAndIsNamed() throws Exception {
        Path catalogue = catalogue(image("packed", "whole/disk.raw", "raw", null));

        Result unknown = darkroom.run("-Ddarkroom.fetch.atempts=3", "sync", catalogue.toString());

        assertThat(unknown.code()).as(unknown.err()).isEqualTo(2);
        assertThat(unknown.err())
                .endsWith("darkroom: -D darkroom.fetch.atempts is not a setting of Darkroom but is set to \"3\":"
                        + " did you mean darkroom.fetch.attempts?\n");
    }

    @Test
    void aKilledProcessGoesOnWhereItWas() throws Exception {
        Path catalogue = catalogue(
                image("packed", "whole/disk.raw.gz", "raw", null), image("stopping", "stopping/disk.raw", "raw", null));
        try (var killed = darkroom.start(arguments(catalogue))) {
            killed.awaitSaid("packed at images: ready");
            awaitStaged("stopping");
            killed.process().destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
        long staged = size(download("stopping"));
        origin.goOn();

        Result after = sync(catalogue, "-f", "value");

        assertThat(after.code()).as(after.err()).isZero();
        assertThat(after.out().lines()).hasSize(2);
        assertThat(Files.readAllBytes(work.resolve("images/stopping.raw"))).isEqualTo(DISK);
        darkroom.assertSwept(work.resolve("images"));
        assertThat(origin.asked("whole/disk.raw.gz")).as("what was ready").hasSize(1);
        assertThat(origin.asked("stopping/disk.raw"))
                .extracting(request -> request.header("Range").orElse("all"))
                .containsExactly("all", "bytes=" + staged + "-");
    }

    /** Kafka hands over again what was answered behind a request that is still worked on; its staged files are gone by then. */
    @Test
    void whatWasReadyBehindASlowDownloadIsNotFetchedAgain() throws Exception {
        List<String> behind =
                IntStream.range(0, 12).mapToObj(number -> "behind" + number).toList();
        Path catalogue = catalogue(Stream.concat(
                        Stream.of(image("ahead", "stopping/disk.raw", "raw", null)),
                        behind.stream().map(key -> image(key, "whole/disk.raw", "raw", null)))
                .toArray(String[]::new));
        try (var killed = darkroom.start(arguments(catalogue))) {
            for (String key : behind) {
                killed.awaitSaid(key + " at images: ready");
            }
            killed.process().destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        }
        origin.goOn();

        Result after = sync(catalogue, "-f", "value");

        assertThat(after.code()).as(after.err()).isZero();
        assertThat(after.out().lines()).hasSize(1 + behind.size());
        assertThat(origin.asked("whole/disk.raw")).hasSize(behind.size());
    }

    private Path download(String key) {
        String room = Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).hex();
        return darkroom.data().resolve("staging").resolve(room).resolve("work/download");
    }

    /** Waits until the first of a download is on the disk. */
    private void awaitStaged(String key) throws InterruptedException {
        Path download = download(key);
        Threads.until(() -> Files.exists(download) && size(download) > 0);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoeverStopsItIsToldSoAndLosesNothing() throws Exception {
        Path catalogue = catalogue(image("stopping", "stopping/disk.raw", "raw", null));
        try (var stopped = darkroom.start(arguments(catalogue))) {
            awaitStaged("stopping");
            stopped.process().destroy();
            assertThat(stopped.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(stopped.err()).contains("darkroom: stopping; the same command goes on from here");
            assertThat(stopped.process().exitValue()).isEqualTo(143);
        }
        assertThat(Files.readString(darkroom.data().resolve("darkroom.log"))).doesNotContain("ERROR", "WARN");
        origin.goOn();

        Result after = sync(catalogue);

        assertThat(after.code()).as(after.err()).isZero();
        assertThat(darkroom.run("image", "show", "stopping", "-f", "value", "-c", "Attempts")
                        .out())
                .as("Kafka brought the request back: it was not asked for anew")
                .isEqualTo("1\n");
    }

    @Test
    void whoeverUsesAnotherGoesOnWhenThatHasEnded() throws Exception {
        origin.have("other.raw", Disks.raw(2, 9));
        Path one = catalogue(image("one", "stopping/disk.raw", "raw", null));
        Path other = work.resolve("other.yaml");
        Files.writeString(other, CatalogueText.ofOne("other", origin.url("stopping/other.raw")));
        try (var first = darkroom.start(arguments(one))) {
            first.awaitSaid("1 image for images");
            try (var second = darkroom.start(arguments(other, "-f", "value"));
                    var third = darkroom.start(arguments(other, "-f", "value"))) {
                for (var each : List.of(second, third)) {
                    each.awaitSaid("1 image for images");
                    assertThat(each.err()).doesNotContain("starting");
                }
                origin.goOn("disk.raw");
                assertThat(first.process().waitFor()).as(first.err()).isZero();
                for (var each : List.of(second, third)) {
                    each.awaitSaid("going on from there");
                }
                origin.goOn();
                for (var each : List.of(second, third)) {
                    assertThat(each.process().waitFor()).as(each.err()).isZero();
                    assertThat(each.out()).matches("other images ready [0-9a-f-]{36}\n");
                }
            }
        }
        assertThat(work.resolve("images/other.raw")).hasBinaryContent(Disks.raw(2, 9));
    }

    /** It would publish elsewhere. */
    @Test
    void whoSaidNothingOfTargetsDoesNotGoOnWhereTheOtherHadSome() throws Exception {
        Path catalogue = catalogue(image("one", "stopping/disk.raw", "raw", null));
        try (var first = darkroom.start(arguments(catalogue))) {
            first.awaitSaid("1 image for images");
            try (var second = darkroom.start("sync", catalogue.toString())) {
                second.awaitSaid("1 image for images");
                first.process().destroyForcibly().waitFor();

                assertThat(second.process().waitFor()).isOne();
                assertThat(second.err())
                        .contains("the Darkroom that was used has ended")
                        .contains("say where with --to");
            }
        }
        assertThat(darkroom.data().resolve("images")).doesNotExist();
    }

    @Test
    void whatSomebodyHasDeletedIsPublishedAgain() throws Exception {
        Path catalogue = catalogue(
                image("packed", "whole/disk.raw.gz", "raw", null),
                image("converted", "whole/disk.qcow2", "qcow2", null));
        assertThat(sync(catalogue).code()).isZero();
        Files.delete(work.resolve("images/packed.raw"));

        Result again = sync(catalogue, "-f", "value");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out().lines()).hasSize(2).allMatch(line -> line.contains(" images ready "));
        assertThat(Files.readAllBytes(work.resolve("images/packed.raw"))).isEqualTo(DISK);
        assertThat(darkroom.run("image", "show", "packed").out())
                .contains("missed")
                .contains("image-missing");
        assertThat(darkroom.run("image", "show", "converted").out()).doesNotContain("missed");
    }

    @Test
    void aDirectoryWhoseDiskIsNotMountedIsFilledAnewOnlyWhenItIsSaid() throws Exception {
        Path catalogue = catalogue(image("packed", "whole/disk.raw", "raw", null));
        assertThat(sync(catalogue).code()).isZero();
        Path images = work.resolve("images");
        Files.move(images, work.resolve("disk"));
        Files.createDirectory(images);

        Result unmounted = sync(catalogue, "-f", "value");

        assertThat(unmounted.code()).as(unmounted.err()).isEqualTo(1);
        assertThat(unmounted.out()).as("what is known").matches("packed images ready [0-9a-f-]{36}\n");
        assertThat(unmounted.err())
                .contains("counts as ready, but cannot be looked at: target-unavailable: ", "mount its disk")
                .contains("echo {} > '" + images + "/manifest.json'");
        assertThat(images).isEmptyDirectory();

        Files.writeString(images.resolve("manifest.json"), "{}\n");
        Result again = sync(catalogue, "-f", "value");

        assertThat(again.out()).as(again.err()).matches("packed images ready [0-9a-f-]{36}\n");
        assertThat(images.resolve("packed.raw")).hasBinaryContent(DISK);
    }

    /** One that has moved has its images with it: they are found, and nothing is fetched again. */
    @Test
    void aTargetThatIsAnotherDirectoryHasItsImagesThere() throws Exception {
        Path catalogue = catalogue(image("packed", "whole/disk.raw", "raw", null));
        for (String directory : new String[] {"one", "two"}) {
            Result result = intoStore(directory, catalogue);

            assertThat(result.code()).as(result.err()).isZero();
            assertThat(Files.readAllBytes(work.resolve(directory + "/packed.raw")))
                    .isEqualTo(DISK);
        }

        Files.move(work.resolve("two"), work.resolve("three"));
        origin.close();
        Result moved = intoStore("three", catalogue);

        assertThat(moved.code()).as(moved.err()).isZero();
        assertThat(darkroom.run("image", "show", "packed").out())
                .contains("another place than before")
                .contains("skipped");
    }

    private Result intoStore(String directory, Path catalogue) throws Exception {
        return darkroom.run(
                "-Ddarkroom.registry.retry-initial=100ms",
                "-Ddarkroom.targets.store.directory=" + work.resolve(directory),
                "sync",
                catalogue.toString(),
                "--timeout",
                "2m");
    }

    private Result sync(Path catalogue, String... more) throws Exception {
        return darkroom.run(arguments(catalogue, more));
    }

    private String[] arguments(Path catalogue, String... more) {
        var arguments = new ArrayList<>(Darkroom.HASTE);
        arguments.addAll(List.of(
                "sync",
                catalogue.toString(),
                "--to",
                "dir:" + work.resolve("images"),
                "--disk-format",
                "raw",
                "--timeout",
                "2m"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private String image(String key, String path, String format, String checksum) {
        return CatalogueText.image(key, origin.url(path), format, checksum);
    }

    private Path catalogue(String... images) throws Exception {
        return Files.writeString(work.resolve("catalogue.yaml"), CatalogueText.of(images));
    }
}
