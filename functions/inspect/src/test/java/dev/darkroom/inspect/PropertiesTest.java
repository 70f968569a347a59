package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.testing.SoundImages;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever the bytes are, there is a verdict: no exception, no endless loop, no more than 2 MiB; and what the stream refuses,
 * the inspection of the whole file refuses too.
 */
class PropertiesTest {
    private static final int MUTATIONS_OF_EACH = 12_500;
    private static final int STREAMED = 40;
    private static final long MOST_MEMORY = 2 << 20;

    @TempDir
    Path directory;

    private final InspectImage inspect = new InspectImage(Patches.LARGEST_DISK);

    /** Images whose rules reach different parts of the file, and the parts that they read. */
    enum Sound {
        QCOW2(DiskFormat.QCOW2, 0, 600),
        QCOW2_VERSION_2(DiskFormat.QCOW2, 0, 200),
        VMDK(DiskFormat.VMDK, 0, 1100),
        VMDK_WITH_FOOTER(DiskFormat.VMDK, -1536, 1536),
        VHD(DiskFormat.VHD, 0, 1536),
        VHDX(DiskFormat.VHDX, 3 << 20, (64 << 10) + 256),
        VDI(DiskFormat.VDI, 0, 512),
        GPT(DiskFormat.RAW, 440, 164);

        private final DiskFormat format;
        private final long from;
        private final int length;

        Sound(DiskFormat format, long from, int length) {
            this.format = format;
            this.from = from;
            this.length = length;
        }

        Path in(Path directory) {
            try {
                return switch (this) {
                    case QCOW2_VERSION_2 -> TestImages.create(directory, "qcow2", "compat=0.10", 1 << 30);
                    case VMDK_WITH_FOOTER -> SoundImages.vmdkWithFooter(directory);
                    case VHDX -> TestImages.create(directory, "vhdx", "log_size=1M", 1 << 30);
                    case GPT -> SoundImages.gpt(directory);
                    case QCOW2, VMDK, VHD, VDI -> TestImages.create(directory, format.qemu(), "", 1 << 30);
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"GPT"})
    void imageCutAtAnyByteOfItsHeadersIsRefused(Sound sound) throws IOException {
        Path image = sound.in(directory);
        long size = Files.size(image);
        // A VHDX has headers, region tables and metadata far from each other.
        long[] headers =
                sound == Sound.VHDX ? new long[] {3136 << 10, 3 << 20, 256 << 10, 192 << 10, 64 << 10, 0} : new long[1];
        long[] lengths = LongStream.of(headers)
                .flatMap(at -> LongStream.iterate(at + 1536, length -> length >= at, length -> length - 1))
                .filter(length -> length < size)
                .toArray();
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            for (long length : lengths) {
                file.setLength(length);
                assertThat(inspect.inspect(image, sound.format))
                        .as("%s cut to %d bytes", sound, length)
                        .isInstanceOf(Verdict.Refused.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void imageWithAnyBytesChangedHasAVerdictAndTheStreamAgrees(Sound sound) throws IOException {
        Path image = sound.in(directory);
        byte[] bytes = Files.readAllBytes(image);
        int from = (int) (sound.from < 0 ? bytes.length + sound.from : sound.from);
        var random = new SplittableRandom(20260801 + sound.ordinal());
        int refused = 0;
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            for (int mutation = 0; mutation < MUTATIONS_OF_EACH; mutation++) {
                // Half of the changes are to the first bytes of what is read: there are most of the fields.
                int within = random.nextBoolean() ? Math.min(128, sound.length) : sound.length;
                int[] places = random.ints(random.nextInt(1, 5), from, from + within)
                        .map(place -> Math.min(place, bytes.length - 1))
                        .toArray();
                byte[] changed = new byte[places.length];
                random.nextBytes(changed);
                for (int i = 0; i < places.length; i++) {
                    write(file, places[i], changed[i]);
                }
                Verdict whole = inspect.inspect(image, sound.format);
                refused += whole instanceof Verdict.Refused ? 1 : 0;
                if (mutation < STREAMED) {
                    agrees(sound.format, whole, Files.readAllBytes(image), random);
                }
                for (int place : places) {
                    write(file, place, bytes[place]);
                }
            }
        }
        assertThat(refused).as("refused mutations of %s", sound).isGreaterThan(MUTATIONS_OF_EACH / 10);
        assertThat(inspect.inspect(image, sound.format)).isInstanceOf(Verdict.Accepted.class);
    }

    @ParameterizedTest
    @EnumSource
    void soundImageIsNeverRefusedHoweverItIsCut(Sound sound) throws IOException {
        byte[] bytes = Files.readAllBytes(sound.in(directory));
        var random = new SplittableRandom(7 + sound.ordinal());
        for (int run = 0; run < 20; run++) {
            assertThat(stream(sound.format, bytes, random)).isEmpty();
        }
    }

    /** All that an inspection allocates is more than what it holds at any moment. */
    @ParameterizedTest
    @EnumSource
    void inspectionAllocatesLessThanTheBound(Sound sound) {
        Path image = sound.in(directory);
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        List<Long> allocated = IntStream.range(0, 3)
                .mapToObj(run -> {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    inspect.inspect(image, sound.format);
                    return threads.getCurrentThreadAllocatedBytes() - before;
                })
                .toList();
        assertThat(allocated.getLast()).isLessThanOrEqualTo(MOST_MEMORY);
    }

    @ParameterizedTest
    @EnumSource
    void noRuleReadsMoreThanOneTableAtOnce(Sound sound) throws IOException {
        try (FileBytes file = FileBytes.open(sound.in(directory))) {
            var reads = new Reads(file);

            inspect.judge(reads, sound.format);

            assertThat(reads.largest).isLessThanOrEqualTo(64 << 10);
        }
    }

    private static final class Reads implements ImageBytes {
        private final ImageBytes bytes;
        private int largest;

        Reads(ImageBytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public OptionalLong knownSize() {
            return bytes.knownSize();
        }

        @Override
        public boolean has(long offset, long length) {
            return bytes.has(offset, length);
        }

        @Override
        public ByteBuffer read(long offset, int length) {
            largest = Math.max(largest, length);
            return bytes.read(offset, length);
        }
    }

    private void agrees(DiskFormat declared, Verdict whole, byte[] bytes, SplittableRandom random) {
        Optional<Verdict.Refused> early = stream(declared, bytes, random);
        if (whole instanceof Verdict.Accepted) {
            assertThat(early).isEmpty();
        }
    }

    private Optional<Verdict.Refused> stream(DiskFormat declared, byte[] bytes, SplittableRandom random) {
        StreamJudge judge = inspect.stream(declared);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        Optional<Verdict.Refused> refused = Optional.empty();
        while (rest.hasRemaining() && refused.isEmpty()) {
            int now = Math.min(rest.remaining(), 1 << random.nextInt(20));
            refused = judge.take(rest.slice(rest.position(), now));
            rest.position(rest.position() + now);
        }
        return refused;
    }

    private static void write(RandomAccessFile file, long place, byte value) throws IOException {
        file.seek(place);
        file.write(value);
    }
}
