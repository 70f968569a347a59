package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.inspect.testing.HostileVmdk;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamJudgeTest {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}: {5} after {4} bytes")
    @CsvSource(
            delimiter = '|',
            value = {
                "qcow2 | 8       | 00000000000001d8 | qcow2 | 512     | qcow2.backing_file_offset must be 0 but is 472",
                "qcow2 | 32769   | 4344303031       | qcow2 | 65536   | the image must be of one format but looks like"
                        + " qcow2 and iso",
                "vmdk  | 512     | 78               | vmdk  | 16384   | vmdk.descriptor has the line",
                "vpc   | 552     | 01               | vhd   | 2048    | vhd.dynamic_header.checksum",
                "vdi   | 424     | 01               | vdi   | 512     | vdi.link_uuid must be all zeros but has data",
                "vhdx  | 65536   | 00               | vhdx  | 524288  | vhdx.header: neither copy has a right checksum",
                "vhdx  | 3211268 | 02               | vhdx  | 3276800 | vhdx.metadata.file_parameters says has_parent;"
                        + " the image must stand alone",
                "qed   | 0       | 51               | raw   | 512     | the image is qed, which is never accepted: its"
                        + " driver is unmaintained",
            })
    void hostileHeadIsRefusedBeforeTheRestHasCome(
            String made, long offset, String hex, String declared, long most, String reason) throws IOException {
        Path image = TestImages.create(directory, made, made.equals("vhdx") ? "log_size=1M" : "", 1 << 30);
        TestImages.patch(image, offset, java.util.HexFormat.of().parseHex(hex));
        if (reason.startsWith("vhdx.header")) {
            TestImages.patch(image, 2 * offset, (byte) 0);
        }

        StreamJudge judge = new InspectImage(Patches.LARGEST_DISK).stream(DiskFormat.of(declared));
        long taken = takeUntilRefused(judge, Files.readAllBytes(image), 1);

        assertThat(taken).isLessThanOrEqualTo(most);
        assertThat(judge.take(new byte[1], 0, 1).orElseThrow().reason()).startsWith(reason);
    }

    @Test
    void parentFileBehindTheDescriptorIsRefusedBeforeTheRestHasCome() throws IOException {
        Path image = HostileVmdk.withDescriptor(
                directory, HostileVmdk.SOUND.substring(0, HostileVmdk.SOUND.indexOf("# The Disk")));
        TestImages.patch(image, 36, (byte) 1);
        TestImages.patch(image, 10_000, "parentFileNameHint=x".getBytes(StandardCharsets.US_ASCII));

        StreamJudge judge = new InspectImage(Patches.LARGEST_DISK).stream(DiskFormat.VMDK);

        assertThat(takeUntilRefused(judge, Files.readAllBytes(image), 1)).isLessThanOrEqualTo(16 * KIB);
        assertThat(judge.take(new byte[1], 0, 1).orElseThrow().reason())
                .startsWith("vmdk.descriptor names a parent file");
    }

    @ParameterizedTest
    @CsvSource({"qcow2, 64", "vmdk, 64", "vdi, 64", "vhdx, 64", "iso, 64"})
    void whatIsNotOfTheDeclaredFormatIsRefusedOnceNothingElseCanShow(String declared, int kib) {
        StreamJudge judge = new InspectImage(Patches.LARGEST_DISK).stream(DiskFormat.of(declared));

        long taken = takeUntilRefused(judge, new byte[MIB], 1 * KIB);

        assertThat(taken).isEqualTo(kib * KIB);
        assertThat(judge.take(ByteBuffer.allocate(0)))
                .contains(new Verdict.Refused(
                        FailureCode.FORMAT_MISMATCH, "the image is declared as " + declared + " but is not one"));
    }

    @Test
    void tooLargeADiskIsRefusedByItsHeader() throws IOException {
        Path image = TestImages.create(directory, "qcow2", "", (100L << 30) + 512);

        StreamJudge judge = new InspectImage(Patches.LARGEST_DISK).stream(DiskFormat.QCOW2);

        assertThat(takeUntilRefused(judge, Files.readAllBytes(image), 1)).isEqualTo(512);
        assertThat(judge.take(new byte[0], 0, 0).orElseThrow().code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
    }

    @Test
    void footerOfAFixedDiskIsWaitedForAndTheBufferStaysAsItWas() {
        StreamJudge judge = new InspectImage(Patches.LARGEST_DISK).stream(DiskFormat.VHD);
        ByteBuffer zeros = ByteBuffer.allocate(4 * MIB).position(7);

        assertThat(judge.take(zeros)).isEmpty();

        assertThat(zeros.position()).isEqualTo(7);
    }

    @Test
    void textThatNamesOtherFilesIsRefusedUnderItsOwnName() {
        byte[] text = new byte[8 * KIB];
        byte[] title = "# Disk DescriptorFile\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(title, 0, text, 0, title.length);

        for (DiskFormat declared : new DiskFormat[] {DiskFormat.RAW, DiskFormat.VMDK, DiskFormat.QCOW2}) {
            StreamJudge judge = new InspectImage(Patches.LARGEST_DISK).stream(declared);
            assertThat(judge.take(text, 0, text.length))
                    .hasValueSatisfying(
                            refused -> assertThat(refused.reason()).startsWith("the image is a vmdk descriptor"));
        }
    }

    @Test
    void memoryIsBoundedWhateverComesAndWhateverIsAskedFor() throws IOException {
        StreamBytes bytes = new StreamBytes();
        byte[] more = new byte[8 * MIB];
        long next = bytes.want(new NotYet(MIB + 5, 64 * KIB));
        assertThat(next).isEqualTo(MIB + 5 + 128 * KIB);
        assertThat(bytes.want(new NotYet(3 * MIB, 64 * KIB + 1))).isEqualTo(Long.MAX_VALUE);
        assertThat(bytes.want(new NotYet(MIB - 1, 1))).isEqualTo(Long.MAX_VALUE);
        assertThat(bytes.want(NotYet.end())).isEqualTo(Long.MAX_VALUE);
        assertThat(bytes.want(new NotYet(3 * MIB, 1))).isEqualTo(3 * MIB + 64 * KIB + 1);
        assertThat(bytes.want(new NotYet(5 * MIB, 1))).isEqualTo(Long.MAX_VALUE);

        bytes.take(ByteBuffer.wrap(more));

        assertThat(bytes.held()).isEqualTo(MIB + 128 * KIB + 64 * KIB + 1).isLessThan(2 * MIB);
    }

    @Test
    void howTheBytesAreCutMakesNoDifference() throws IOException {
        Path image = TestImages.create(directory, "vhdx", "log_size=1M", 1 << 30);
        TestImages.patch(image, 3211268, (byte) 2);
        byte[] bytes = Files.readAllBytes(image);
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int run = 0; run < 20; run++) {
            StreamJudge judge = new InspectImage(Patches.LARGEST_DISK).stream(DiskFormat.VHDX);
            int at = 0;
            Optional<Verdict.Refused> refused = Optional.empty();
            while (at < bytes.length) {
                int now = Math.min(bytes.length - at, random.nextInt(1, MIB));
                refused = judge.take(bytes, at, now);
                at += now;
            }
            assertThat(refused)
                    .hasValueSatisfying(why -> assertThat(why.reason()).contains("has_parent"));
        }
    }

    @Test
    void readBehindTheHeadOfWhatWentByIsNoAnswer() throws IOException {
        Path file = Files.write(directory.resolve("some"), new byte[3 * MIB]);
        StreamBytes bytes = new StreamBytes();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes.take(channel.map(FileChannel.MapMode.READ_ONLY, 0, 3 * MIB));
        }

        assertThat(bytes.has(2 * MIB, 1)).isTrue();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> bytes.read(2 * MIB, 1))
                .isInstanceOf(NotYet.class)
                .hasMessage("bytes 2097152 + 1 have not come");
    }

    /** @return how many bytes it took */
    private static long takeUntilRefused(StreamJudge judge, byte[] image, int step) {
        for (int at = 0; at < image.length; at += step) {
            if (judge.take(image, at, Math.min(step, image.length - at)).isPresent()) {
                return at + step;
            }
        }
        throw new AssertionError("not refused");
    }
}
