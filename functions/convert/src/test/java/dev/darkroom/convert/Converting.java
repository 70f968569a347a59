package dev.darkroom.convert;

import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.events.testing.Samples.SHA256;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.Proof;
import dev.darkroom.events.StagedFile;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.staging.DirectoryStaging;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.StagedName;
import dev.darkroom.staging.Staging;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** The step with everything around it, for tests: staging in a directory, the real sandbox, the real qemu-img. */
final class Converting {
    static final LimitRules RULES = new LimitRules(
            1L << 30,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            20L << 20,
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(120));

    /** What the source is called in staging. */
    static final String SOURCE = StagedName.source(SHA256);

    static final List<Proof> VERIFIED = List.of(Proof.checksum(Digest.Algorithm.SHA256));

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Path root;
    Staging staging;
    ProcessRunner runner = new LocalProcesses();
    Sandbox sandbox = full();
    List<String> program = List.of("qemu-img");
    LimitRules rules = RULES;
    InspectImage inspection = new InspectImage(new ByteSize(Long.MAX_VALUE));
    Progress progress = Progress.SILENT;

    Converting(Path root) {
        this.root = root;
        this.staging = new DirectoryStaging(root, new ByteSize(0));
    }

    /** There is no space, from now on. */
    void fillDisk() {
        staging = new DirectoryStaging(root, new ByteSize(Long.MAX_VALUE / 2));
    }

    static Sandbox full() {
        return new Bubblewrap(new SeccompFilter(machine()).program());
    }

    static SeccompFilter.Machine machine() {
        return SeccompFilter.Machine.of(System.getProperty("os.arch")).orElseThrow();
    }

    /** All but the filter, which leaves no shell the processes that it needs. */
    static Sandbox unfiltered() {
        return new Bubblewrap(HexFormat.of().parseHex("060000000000ff7f"));
    }

    QemuImg qemuImg() {
        return new QemuImg(runner, sandbox, program, rules);
    }

    ConvertImage step() {
        QemuImg qemuImg = qemuImg();
        return new ConvertImage(
                staging, qemuImg, new Agreement(inspection, qemuImg), progress, meters.counter("skipped"));
    }

    ImageConverted convert(ImageFetched image, DiskFormat wanted) {
        return step().convert(image, wanted);
    }

    /** Converts in vain, for this reason. */
    FailureException failsWith(FailureCode code, ImageFetched image, DiskFormat wanted) {
        return assertFails(code, () -> step().convert(image, wanted));
    }

    /** Stages a copy of an image, as fetch would. */
    ImageFetched fetched(Path image, DiskFormat format, long virtualSize, DiskFormat... wanted) {
        return fetched(image, SHA256, format, virtualSize, wanted);
    }

    /** The same, with another hash of what was downloaded. */
    ImageFetched fetched(Path image, Digest sha256, DiskFormat format, long virtualSize, DiskFormat... wanted) {
        String name = StagedName.source(sha256);
        try {
            Files.copy(image, staging.workFile(KEY, name));
            StagedFile source = staging.publish(KEY, name, format, Samples.SHA512);
            return new ImageFetched(KEY, Samples.spec(), List.of(wanted), source, sha256, VERIFIED, virtualSize, 3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A workspace of its own for a source. */
    Workspace workspace(Path source) {
        return Workspace.prepare(root.resolve("workspace"), source);
    }

    Path staged(ImageConverted event) {
        return staging.open(event.artifact(), event.sourceSha256());
    }

    /** The names of all files in staging, work files and links too. */
    List<String> files() {
        try (var all = Files.walk(root)) {
            return all.filter(file -> !Files.isDirectory(file))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
