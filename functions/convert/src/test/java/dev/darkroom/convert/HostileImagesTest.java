package dev.darkroom.convert;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.testing.Failures;
import dev.darkroom.inspect.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images that name a secret file of this machine, against each defence while the others are off. The inspector alone is
 * tested where it lives.
 */
class HostileImagesTest {
    private static final String MARK = "MARKED-SECRET-9c2d";
    private static final int SECRET = 1 << 20;

    @TempDir
    Path directory;

    private Path secret;
    private Converting converting;

    /** The ways to make an image lead to another file. */
    enum Attack {
        BACKING_FILE(DiskFormat.QCOW2) {
            @Override
            Path image(Path directory, Path secret) {
                Path image = directory.resolve("image");
                TestImages.run(
                        "qemu-img",
                        "create",
                        "-q",
                        "-f",
                        "qcow2",
                        "-b",
                        secret.toString(),
                        "-F",
                        "raw",
                        image.toString());
                return image;
            }
        },
        DATA_FILE(DiskFormat.QCOW2) {
            @Override
            Path image(Path directory, Path secret) throws IOException {
                Path image = directory.resolve("image");
                byte[] content = Files.readAllBytes(secret);
                TestImages.run(
                        "qemu-img",
                        "create",
                        "-q",
                        "-f",
                        "qcow2",
                        "-o",
                        "data_file=" + secret + ",data_file_raw=on",
                        image.toString(),
                        Integer.toString(SECRET));
                Files.write(secret, content);
                return image;
            }
        },
        FLAT_EXTENT(DiskFormat.VMDK) {
            @Override
            Path image(Path directory, Path secret) throws IOException {
                return Files.writeString(directory.resolve("image"), """
                        # Disk DescriptorFile
                        version=1
                        CID=fffffffe
                        parentCID=ffffffff
                        createType="monolithicFlat"

                        RW %d FLAT "%s" 0
                        """.formatted(SECRET / 512, secret));
            }
        };

        final DiskFormat format;

        Attack(DiskFormat format) {
            this.format = format;
        }

        abstract Path image(Path directory, Path secret) throws IOException;
    }

    @BeforeEach
    void makeSecret() throws IOException {
        secret = Files.writeString(
                directory.resolve("secret"),
                (MARK + "\n").repeat(SECRET / (MARK.length() + 1) + 1).substring(0, SECRET));
        converting = new Converting(directory.resolve("staging"));
    }

    /** Converts what qemu-img would have to refuse, with no inspector and no question before. */
    private Workspace convertUnseen(Attack attack, DiskFormat to) throws IOException {
        Workspace workspace = converting.workspace(attack.image(directory, secret));
        converting.qemuImg().convert(workspace, attack.format, to, SECRET, share -> {});
        return workspace;
    }

    @ParameterizedTest
    @EnumSource
    void theAttackWorksWhereNothingIsConfined(Attack attack) throws IOException {
        converting.sandbox = new LimitsOnly();

        assertThat(Files.readString(convertUnseen(attack, DiskFormat.RAW).output(), StandardCharsets.ISO_8859_1))
                .contains(MARK);
    }

    @ParameterizedTest
    @EnumSource
    void theSandboxAloneKeepsTheSecret(Attack attack) throws IOException {
        FailureException refused =
                assertFails(FailureCode.CONVERSION_FAILED, () -> convertUnseen(attack, DiskFormat.RAW));

        assertThat(refused).hasMessageContaining("No such file or directory");
        assertNoSecretBelow(directory.resolve("staging"));
    }

    @ParameterizedTest
    @EnumSource
    void qemusOwnWordsAloneRefuseIt(Attack attack) throws IOException {
        converting.sandbox = new LimitsOnly();
        Workspace workspace = converting.workspace(attack.image(directory, secret));

        QemuInfo info = converting.qemuImg().info(workspace, attack.format);

        assertThat(info.disagreement(attack.format, info.virtualSize()))
                .hasValueSatisfying(
                        how -> assertThat(how).matches("(backing-.*|full-backing-filename|data-file|filename) is .*"));
    }

    @ParameterizedTest
    @EnumSource
    void theWholeStepRefusesItBeforeQemuImgIsStarted(Attack attack) throws IOException {
        ImageFetched image = converting.fetched(attack.image(directory, secret), attack.format, SECRET);
        converting.runner = (command, output) -> {
            throw new AssertionError("nothing should be run");
        };

        FailureException refused = Failures.failure(() -> converting.convert(image, DiskFormat.RAW));

        assertThat(refused.code().retryable()).isFalse();
        assertNoSecretBelow(directory.resolve("staging"));
    }

    @Test
    void anImageThatIsNotTheAnnouncedOneIsRefused() {
        Path disk = TestImages.create(directory, "qcow2", "", 2 << 20);
        ImageFetched image = converting.fetched(disk, DiskFormat.QCOW2, 1 << 20);

        assertThat(converting.failsWith(FailureCode.IMAGE_REFUSED, image, DiskFormat.RAW))
                .hasMessageContaining("virtual size of 2097152 but was announced with 1048576");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RAW", "QCOW2"})
    void anImageOfAnotherFormatIsRefusedEvenIfItIsPassedOn(DiskFormat wanted) {
        Path disk = TestImages.create(directory, "qcow2", "", 2 << 20);
        ImageFetched image = converting.fetched(disk, DiskFormat.RAW, 2 << 20);

        converting.failsWith(FailureCode.FORMAT_MISMATCH, image, wanted);
    }

    /** Declared as raw, such a disk would be opened as what its first sectors say (CVE-2024-40767). */
    @ParameterizedTest
    @EnumSource
    void aDiskThatIsItselfAnImageDoesNotComeOut(Attack attack) throws IOException {
        Path inner = attack.image(directory, secret);
        TestImages.run("truncate", "-s", "%1M", inner.toString());
        Path outer = directory.resolve("outer");
        TestImages.run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", inner.toString(), outer.toString());
        ImageFetched image = converting.fetched(outer, DiskFormat.QCOW2, Files.size(inner));

        assertThat(converting.failsWith(FailureCode.IMAGE_REFUSED, image, DiskFormat.RAW))
                .hasMessageContaining("the image as raw is not what it must be");
        assertThat(converting.files()).containsExactly(Converting.SOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json:{\"driver\":\"raw\"}", "nbd:localhost", "-x", "a:b", "$(id)", "; id"})
    void aNameOfTheSourceNeverReachesQemuImg(String name) throws IOException {
        Path disk = Files.write(directory.resolve(name), new byte[1 << 20]);
        List<List<String>> calls = recorded();

        Workspace workspace = converting.workspace(disk);
        assertThat(converting.qemuImg().info(workspace, DiskFormat.RAW).virtualSize())
                .isEqualTo(1 << 20);
        assertThat(calls).containsExactly(List.of("qemu-img", "info", "--output=json", "-f", "raw", "in"));
    }

    @Test
    void qemuImgNeverGuessesAFormat() {
        Path disk = directory.resolve("disk");
        TestImages.run("qemu-img", "create", "-q", "-f", "qcow2", disk.toString(), "65M");
        ImageFetched image = converting.fetched(disk, DiskFormat.QCOW2, 65 << 20);
        List<List<String>> calls = recorded();

        converting.convert(image, DiskFormat.RAW);

        assertThat(calls).hasSize(3).allSatisfy(call -> assertThat(call).containsSubsequence("-f", "qcow2"));
        assertThat(calls.getLast()).containsSubsequence("convert", "-O", "raw", "-f", "qcow2");
    }

    /** What qemu-img is started with from now on. */
    private List<List<String>> recorded() {
        var calls = new ArrayList<List<String>>();
        converting.runner = (command, output) -> {
            List<String> words = command.arguments();
            calls.add(words.subList(words.indexOf("qemu-img"), words.size()));
            return new LocalProcesses().run(command, output);
        };
        return calls;
    }

    private static void assertNoSecretBelow(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(MARK);
            }
        }
    }
}
