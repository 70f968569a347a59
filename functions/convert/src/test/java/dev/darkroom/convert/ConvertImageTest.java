package dev.darkroom.convert;

import static dev.darkroom.events.testing.Samples.KEY;
import static dev.darkroom.events.testing.Samples.SHA256;
import static dev.darkroom.events.testing.Samples.SHA512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.inspect.Verdict;
import dev.darkroom.inspect.testing.TestImages;
import dev.darkroom.staging.StagedName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConvertImageTest {
    private static final Digest OTHER_SHA256 = Digest.parse("sha256:" + "12".repeat(32));

    @TempDir
    static Path disks;

    @TempDir
    Path root;

    private static Path raw;
    private Converting converting;

    @BeforeAll
    static void makeDisk() {
        raw = Disks.raw(disks);
    }

    @BeforeEach
    void makeStep() {
        converting = new Converting(root);
    }

    private ImageFetched fetched(DiskFormat format, DiskFormat... wanted) {
        return converting.fetched(Disks.as(format, raw), format, Disks.SIZE, wanted);
    }

    private static Stream<Arguments> pairs() {
        List<DiskFormat> formats = Arrays.stream(DiskFormat.values())
                .filter(format -> format != DiskFormat.ISO)
                .toList();
        return formats.stream()
                .flatMap(from -> formats.stream().filter(to -> to != from).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void theDiskIsTheSameInEveryFormat(DiskFormat from, DiskFormat to) {
        ImageFetched image = fetched(from);

        ImageConverted converted = converting.convert(image, to);

        Disks.assertSame(raw, converting.staged(converted), to);
        assertThat(new InspectImage(ByteSize.ofMiB(8)).inspect(converting.staged(converted), to))
                .isEqualTo(new Verdict.Accepted(Disks.SIZE));
        assertThat(converted)
                .isEqualTo(new ImageConverted(
                        KEY, image.spec(), converted.artifact(), SHA256, image.verified(), Disks.SIZE, 3));
        assertThat(converted.artifact().format()).isEqualTo(to);
        assertThat(converted.artifact().sha512()).isNull();
        assertThat(converting.files()).containsExactly(StagedName.artifact(SHA256, to), Converting.SOURCE);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theFormatOfTheSourceIsPassedOnAsItIs(DiskFormat format) {
        ImageFetched image = fetched(format);

        ImageConverted converted = converting.convert(image, format);

        assertThat(converted.artifact()).isSameAs(image.source());
        assertThat(converted.artifact().sha512()).isEqualTo(SHA512);
        assertThat(converting.files()).containsExactly(Converting.SOURCE);
    }

    private static Stream<DiskFormat> formats() {
        return Arrays.stream(DiskFormat.values()).filter(format -> format != DiskFormat.ISO);
    }

    @Test
    void anIsoIsPassedOnAndNeverConverted() throws IOException {
        ImageFetched image = converting.fetched(iso(), DiskFormat.ISO, 1 << 20);

        assertThat(converting.convert(image, DiskFormat.ISO).artifact()).isSameAs(image.source());
        FailureException e = converting.failsWith(FailureCode.CONVERSION_FAILED, image, DiskFormat.RAW);
        assertThat(e)
                .hasMessageContaining("never converted")
                .hasMessageContaining("iso")
                .hasMessageContaining("raw");
    }

    @Test
    void nothingIsConvertedToAnIso() {
        converting.failsWith(FailureCode.CONVERSION_FAILED, fetched(DiskFormat.RAW), DiskFormat.ISO);
    }

    /** A disk of 30 MiB whose geometry reaches 18 KiB less far; qemu-img 7.2 takes the size of Azure's from the geometry. */
    @ParameterizedTest
    @CsvSource({"wa, 31457280", "'win ', 31457280", "qemu, 31438848", "'vpc ', 31438848", "xyz, 31438848"})
    void theDiskOfAVhdIsAsLargeToQemuImgAsToOurInspector(String creator, long size) throws IOException {
        Path vhd = TestImages.create(root, "vpc", "subformat=fixed,force_size=on", 30 << 20);
        byte[] bytes = Files.readAllBytes(vhd);
        ByteBuffer footer = ByteBuffer.wrap(bytes, bytes.length - 512, 512).slice();
        footer.put(28, Arrays.copyOf(creator.getBytes(StandardCharsets.US_ASCII), 4));
        footer.putShort(56, (short) 903).put(58, (byte) 4).put(59, (byte) 17);
        footer.putInt(64, 0);
        int sum = 0;
        for (int i = 0; i < footer.limit(); i++) {
            sum += Byte.toUnsignedInt(footer.get(i));
        }
        footer.putInt(64, ~sum);
        ImageFetched image = converting.fetched(Files.write(vhd, bytes), DiskFormat.VHD, size);

        assertThat(converting.convert(image, DiskFormat.RAW).artifact().size()).isEqualTo(size);
        assertThat(converting.qemuImg().measure(converting.workspace(vhd), DiskFormat.VHD, size))
                .isPositive();
    }

    /** Of all content it takes deflate the longest. */
    @Test
    void randomTextOfFourLettersIsDeflatedInTheTimeThatItsSizeIsGiven() throws IOException {
        int size = 16 << 20;
        byte[] text = new byte[size];
        new Random(1).nextBytes(text);
        for (int i = 0; i < size; i++) {
            text[i] = (byte) "ACGT".charAt(text[i] & 3);
        }
        ImageFetched image = converting.fetched(Files.write(root.resolve("text"), text), DiskFormat.RAW, size);
        var rules = Converting.RULES;
        converting.rules = new LimitRules(
                rules.memory(),
                rules.infoCpu(),
                rules.infoDeadline(),
                LimitRules.BYTES_PER_CPU_SECOND,
                Duration.ofSeconds(1),
                rules.mostCpu(),
                rules.deadline());

        assertThat(converting.convert(image, DiskFormat.VMDK).artifact().size()).isLessThan(size / 2);
    }

    @Test
    void holesStayHoles() throws IOException {
        Path disk = TestImages.create(root, "qcow2", "", 1L << 30);
        ImageFetched image = converting.fetched(disk, DiskFormat.QCOW2, 1L << 30);

        Path converted = converting.staged(converting.convert(image, DiskFormat.RAW));

        assertThat(Files.size(converted)).isEqualTo(1L << 30);
        assertThat(Disks.allocated(converted)).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theSameSourceGivesTheSameDiskOfAnySectorNumber(DiskFormat to) throws IOException {
        Path odd = root.resolve("odd");
        Files.copy(raw, odd);
        TestImages.run("truncate", "-s", Long.toString(Disks.SIZE + 512), odd.toString());
        DiskFormat from = to == DiskFormat.RAW ? DiskFormat.QCOW2 : DiskFormat.RAW;
        ImageFetched image = converting.fetched(Disks.as(from, odd), from, Disks.SIZE + 512);

        ImageConverted converted = converting.convert(image, to);

        assertThat(converted.virtualSize()).isEqualTo(Disks.SIZE + 512);
        Disks.assertSame(odd, converting.staged(converted), to);
    }

    @Test
    void whatIsStagedAlreadyIsNotConvertedAgain() {
        ImageFetched image = fetched(DiskFormat.QCOW2);
        ImageConverted first = converting.convert(image, DiskFormat.RAW);
        converting.runner = (command, output) -> {
            throw new AssertionError("nothing should be run");
        };

        assertThat(converting.convert(image, DiskFormat.RAW)).isEqualTo(first);
        assertThat(converting.meters.counter("skipped").count()).isEqualTo(1);
    }

    @Test
    void aSourceThatIsGoneIsFetchedAgain() {
        ImageFetched image = fetched(DiskFormat.QCOW2);
        converting.staging.sweep(KEY);

        converting.failsWith(FailureCode.STAGED_BYTES_MISSING, image, DiskFormat.RAW);
        assertThat(converting.files()).isEmpty();
    }

    /** It was swept for a source of the same size that is verified by less, while the event waited. */
    @Test
    void anEventDoesNotSpeakOfTheBytesOfAnotherSource() {
        ImageFetched first = fetched(DiskFormat.RAW, DiskFormat.RAW);
        converting.staging.sweep(KEY);
        ImageFetched second = converting.fetched(raw, OTHER_SHA256, DiskFormat.RAW, Disks.SIZE, DiskFormat.RAW);

        converting.failsWith(FailureCode.STAGED_BYTES_MISSING, first, DiskFormat.RAW);
        converting.failsWith(FailureCode.STAGED_BYTES_MISSING, first, DiskFormat.QCOW2);
        assertThat(converting.convert(second, DiskFormat.RAW).artifact()).isEqualTo(second.source());
    }

    @Test
    void anEventDoesNotSpeakOfWhatWasMadeOfAnotherSource() {
        ImageFetched first = fetched(DiskFormat.QCOW2);
        converting.staging.sweep(KEY);
        Path same = Disks.as(DiskFormat.QCOW2, raw);
        ImageFetched second = converting.fetched(same, OTHER_SHA256, DiskFormat.QCOW2, Disks.SIZE);
        ImageConverted converted = converting.convert(second, DiskFormat.RAW);

        converting.failsWith(FailureCode.STAGED_BYTES_MISSING, first, DiskFormat.RAW);
        assertThat(converting.staged(converted)).exists();
    }

    @Test
    void whatAKilledProcessLeftIsReplaced() throws IOException {
        ImageFetched image = fetched(DiskFormat.QCOW2);
        Path left = converting.staging.workFile(KEY, "convert.raw-123");
        Files.createDirectories(left.resolve("out"));
        Files.writeString(left.resolve("out/image"), "half of it");

        Disks.assertSame(raw, converting.staged(converting.convert(image, DiskFormat.RAW)), DiskFormat.RAW);
        assertThat(converting.files()).containsExactly(StagedName.artifact(SHA256, DiskFormat.RAW), Converting.SOURCE);
    }

    @Test
    void progressIsSaidInBytesOfTheDisk() {
        var said = new ArrayList<Long>();
        converting.progress = (key, activity, done, total) -> {
            assertThat(activity).isEqualTo("converting to raw");
            assertThat(total).isEqualTo(Disks.SIZE);
            said.add(done);
        };

        converting.convert(fetched(DiskFormat.QCOW2), DiskFormat.RAW);

        assertThat(said).isSorted().startsWith(0L).endsWith(Disks.SIZE).hasSizeGreaterThan(3);
    }

    @Test
    void withoutSpaceNothingIsWritten() throws IOException {
        ImageFetched image = fetched(DiskFormat.QCOW2);
        converting.fillDisk();

        converting.failsWith(FailureCode.NO_SPACE, image, DiskFormat.RAW);

        assertThat(converting.files()).containsExactly(Converting.SOURCE);
    }

    @Test
    void aStopOfTheProcessIsNoFailureOfTheImage() {
        ImageFetched image = fetched(DiskFormat.QCOW2);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> converting.convert(image, DiskFormat.RAW)).isNotInstanceOf(FailureException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(converting.files()).containsExactly(Converting.SOURCE);
    }

    private Path iso() throws IOException {
        Path iso = Files.write(root.resolve("disk.iso"), new byte[1 << 20]);
        return TestImages.patch(iso, 16 * 2048 + 1, "CD001".getBytes(StandardCharsets.US_ASCII));
    }
}
