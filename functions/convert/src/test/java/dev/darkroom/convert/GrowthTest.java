package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.staging.Staging.Reservation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthTest {
    @TempDir
    Path directory;

    private final Ledger space = new Ledger();
    private Workspace workspace;

    /** Writes down what is asked of it, and refuses more than it has. */
    private static final class Ledger implements Reservation {
        private final List<String> asked = new ArrayList<>();
        private long most = Long.MAX_VALUE;
        private long reserved = 1_000;

        @Override
        public long reserved() {
            return reserved;
        }

        @Override
        public void resize(long bytes) {
            if (bytes > most) {
                throw new FailureException(FailureCode.NO_SPACE, "no space");
            }
            asked.add("resize " + bytes);
            reserved = bytes;
        }

        @Override
        public void written(long bytes) {
            asked.add("written " + bytes);
        }

        @Override
        public void close() {
            asked.add("close");
        }
    }

    @BeforeEach
    void makeWorkspace() {
        workspace = Workspace.prepare(directory.resolve("work"), directory.resolve("source"));
    }

    @Test
    void aRawOutputIsFilledAsFarAsTheConversionIs() throws IOException {
        Files.write(workspace.output(), new byte[5_000]);
        var growth = new Growth(DiskFormat.RAW, workspace, space, 1_000);

        growth.at(0);
        growth.at(0.25);
        growth.at(1);

        assertThat(space.asked).containsExactly("written 0", "written 250", "written 1000");
    }

    @Test
    void anotherOutputIsAsFarAsItIsLong() throws IOException {
        var growth = new Growth(DiskFormat.QCOW2, workspace, space, 1_000);

        growth.at(0);
        Files.write(workspace.output(), new byte[700]);
        growth.at(0.25);

        assertThat(space.asked).containsExactly("written 0", "written 700");
    }

    @Test
    void anOutputThatOutgrowsItsMeasureAsksForMore() throws IOException {
        var growth = new Growth(DiskFormat.VDI, workspace, space, 1_000);
        Files.write(workspace.output(), new byte[1_001]);

        growth.at(0.1);
        growth.at(0.2);

        assertThat(space.asked)
                .containsExactly("resize " + (1_001 + Reservation.AHEAD), "written 1001", "written 1001");
    }

    @Test
    void whatIsWrittenBesideTheOutputCounts() throws IOException {
        Files.write(workspace.output(), new byte[700]);
        Files.write(workspace.outputDirectory().resolve("other"), new byte[200]);
        Path deep = Files.createDirectory(workspace.outputDirectory().resolve("deep"));
        Files.write(deep.resolve("image"), new byte[50]);

        new Growth(DiskFormat.QCOW2, workspace, space, 1_000).at(0.5);
        new Growth(DiskFormat.RAW, workspace, space, 1_000).at(0.5);
        new Growth(DiskFormat.RAW, workspace, space, 1_000).at(1);

        assertThat(space.asked)
                .containsExactly("written 950", "written 750", "resize " + (1_250 + Reservation.AHEAD), "written 1250");
    }

    @Test
    void whereThereIsNoMoreItEnds() throws IOException {
        space.most = 2_000;
        var growth = new Growth(DiskFormat.VDI, workspace, space, 1_000);
        Files.write(workspace.output(), new byte[1_001]);

        assertThatThrownBy(() -> growth.at(0.1)).isInstanceOf(FailureException.class);
    }
}
