package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.testing.RecordingBus;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.SweepStaging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertFunctionTest {
    @TempDir
    Path root;

    private final RecordingBus bus = new RecordingBus();
    private Converting converting;

    @BeforeEach
    void makeStep() {
        converting = new Converting(root.resolve("staging"));
    }

    private void convert(DiskFormat... wanted) {
        Path disk = Disks.as(DiskFormat.QCOW2, Disks.raw(root));
        ImageFetched image = converting.fetched(disk, DiskFormat.QCOW2, Disks.SIZE, wanted);
        var guard = new KeyGuard();
        new ConvertFunction(
                        converting.step(), new SweepStaging(converting.staging, guard), bus, guard, converting.meters)
                .convert(image);
    }

    @Test
    void oneEventIsPublishedForEachWantedFormat() {
        convert(DiskFormat.RAW, DiskFormat.QCOW2, DiskFormat.VHD);

        assertThat(bus.published(ImageConverted.class))
                .extracting(converted -> converted.artifact().format())
                .containsExactlyInAnyOrder(DiskFormat.RAW, DiskFormat.QCOW2, DiskFormat.VHD);
    }

    @Test
    void aFormatThatFailsHoldsUpNoOther() {
        convert(DiskFormat.ISO, DiskFormat.VDI);

        ImageFailed failed = bus.published(ImageFailed.class).getFirst();
        assertThat(failed.stage()).isEqualTo("convert");
        assertThat(failed.diskFormat()).isEqualTo(DiskFormat.ISO);
        assertThat(failed.code()).isEqualTo(FailureCode.CONVERSION_FAILED);
        assertThat(failed.attempt()).isEqualTo(3);
        assertThat(bus.published(ImageConverted.class)).hasSize(1);
    }

    @Test
    void whatLacksSpaceGivesWayToOthers() throws IOException {
        Path other = converting.staging.workFile(new ImageKey("other"), "source");
        Files.writeString(other, "bytes");
        converting.staging.publish(new ImageKey("other"), "source", DiskFormat.RAW, null);
        converting.fillDisk();

        convert(DiskFormat.RAW);

        assertThat(bus.only(ImageFailed.class).code()).isEqualTo(FailureCode.NO_SPACE);
        assertThat(converting.staging.find(Samples.KEY, Converting.SOURCE)).isEmpty();
        assertThat(converting.staging.find(new ImageKey("other"), "source")).isPresent();
    }

    @Test
    void nothingWantedIsNothingDone() {
        convert();

        assertThat(bus.published()).isEmpty();
    }
}
