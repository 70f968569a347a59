package dev.darkroom.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.testing.Failures;
import dev.darkroom.fetch.origin.Deadline;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.staging.DirectoryStaging;
import dev.darkroom.staging.Staging.Purpose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Scanner;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One compressed download in a directory, and what is made of it. */
abstract class Unpacking {
    static final SourceUri SOURCE = SourceUri.parse("https://images.example.org/disk.raw.zst?part=SECRET");
    static final Limits GENEROUS = new Limits(ByteSize.ofMiB(2048), ByteSize.ofMiB(2048), 200, Limits.RATIO_FLOOR);

    @TempDir
    Path directory;

    Path from;
    Path to;
    Limits limits = GENEROUS;
    ByteSize decoderMemory = ByteSize.ofMiB(128);
    Deadline deadline = Deadline.in(Duration.ofMinutes(5), "come back later");
    DiskFormat declared = DiskFormat.RAW;
    final List<Long> heard = new ArrayList<>();

    @BeforeEach
    void start() {
        from = directory.resolve("download");
        to = directory.resolve("source");
    }

    final Path decompress(byte[]... members) throws IOException {
        try (var out = Files.newOutputStream(from)) {
            for (byte[] member : members) {
                out.write(member);
            }
        }
        long compressed = Files.size(from);
        var inspection = new InspectImage(ByteSize.ofMiB(1 << 20));
        Supplier<FirstLook> looks = () -> new FirstLook(SOURCE, inspection.stream(declared), FirstLook.Form.UNPACKED);
        var memory = new DecoderMemory(decoderMemory);
        try (var space = new DirectoryStaging(directory, new ByteSize(0))
                .reserve(new ImageKey("key"), to, 0, Purpose.DOWNLOAD)) {
            new Decompress(SOURCE, limits, deadline, space, memory, looks, (done, total) -> {
                        assertThat(total).isEqualTo(compressed);
                        heard.add(done);
                    })
                    .decompress(Compression.of(from).orElseThrow(), from, to, null);
        }
        return to;
    }

    final FailureException failure(byte[]... members) {
        FailureException e = Failures.failure(() -> decompress(members));
        assertThat(e).hasMessageContaining("https://images.example.org/disk.raw.zst");
        assertThat(e.getMessage()).doesNotContain("SECRET");
        return e;
    }

    final void limit(ByteSize decompressed, int ratio, ByteSize floor) {
        limits = new Limits(GENEROUS.download(), decompressed, ratio, floor);
    }

    /** The bytes that a file takes on the disk. */
    static long stored(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        try (var words = new Scanner(du.getInputStream(), StandardCharsets.US_ASCII)) {
            return words.nextLong();
        } catch (NoSuchElementException e) {
            throw new AssertionError("du did not answer", e);
        }
    }
}
