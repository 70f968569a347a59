package dev.darkroom.convert;

import static dev.darkroom.events.FailureCode.CONVERSION_FAILED;
import static dev.darkroom.events.FailureCode.CONVERSION_INTERRUPTED;
import static dev.darkroom.events.FailureCode.IMAGE_REFUSED;
import static dev.darkroom.events.FailureCode.INTERNAL_ERROR;
import static dev.darkroom.events.FailureCode.LIMIT_EXCEEDED;
import static dev.darkroom.events.FailureCode.NO_SPACE;
import static dev.darkroom.events.FailureCode.STAGED_BYTES_MISSING;
import static dev.darkroom.events.testing.Failures.assertFails;
import static dev.darkroom.inspect.testing.TestImages.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFetched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A qemu-img that does everything wrong, within the real namespaces and with resource limits alone. */
class FailingQemuImgTest {
    @TempDir
    static Path disks;

    @TempDir
    Path root;

    private static Path qcow2;
    private final ScriptedQemuImg script = new ScriptedQemuImg();
    private Converting converting;
    private ImageFetched image;

    @BeforeAll
    static void makeDisk() {
        qcow2 = Disks.as(DiskFormat.QCOW2, Disks.raw(disks));
    }

    @BeforeEach
    void makeStep() {
        converting = new Converting(root);
        converting.sandbox = Converting.unfiltered();
        image = converting.fetched(qcow2, DiskFormat.QCOW2, Disks.SIZE);
    }

    private FailureException failsWith(FailureCode code) {
        converting.program = script.program();
        FailureException e = converting.failsWith(code, image, DiskFormat.RAW);
        assertThat(converting.files())
                .as("nothing is published, nothing is left")
                .containsExactly(Converting.SOURCE);
        return e;
    }

    private static Stream<Arguments> ends() {
        return Stream.of(
                        new Object[] {"exit 1", CONVERSION_FAILED, "exit status 1"},
                        new Object[] {"echo 'qemu-img: bad cluster' >&2; exit 1", CONVERSION_FAILED, ": bad cluster"},
                        new Object[] {"exit 2", CONVERSION_FAILED, "exit status 2"},
                        new Object[] {"kill -ABRT $$", CONVERSION_INTERRUPTED, "signal 6"},
                        new Object[] {"kill -KILL $$", CONVERSION_INTERRUPTED, "signal 9"},
                        new Object[] {"kill -SEGV $$", CONVERSION_INTERRUPTED, "signal 11"},
                        new Object[] {"kill -TERM $$", CONVERSION_INTERRUPTED, "signal 15"},
                        new Object[] {"kill -XCPU $$", LIMIT_EXCEEDED, "processor time"},
                        new Object[] {"kill -XFSZ $$", LIMIT_EXCEEDED, "larger than any output"},
                        new Object[] {
                            "echo 'qemu-img: error: File too large' >&2; exit 1",
                            LIMIT_EXCEEDED,
                            "larger than any output"
                        },
                        new Object[] {
                            "echo 'qemu_thread_create: Resource temporarily unavailable' >&2; kill -ABRT $$",
                            CONVERSION_INTERRUPTED,
                            "memory or threads"
                        },
                        new Object[] {
                            "echo 'qemu-img: in: No space left on device' >&2; exit 1", NO_SPACE, "disk of the staging"
                        },
                        new Object[] {"true", CONVERSION_FAILED, "left no file"},
                        new Object[] {"mkdir out/image", CONVERSION_FAILED, "left no file"},
                        new Object[] {"ln -s /etc/passwd out/image", CONVERSION_FAILED, "left no file"},
                        new Object[] {"touch out/image", IMAGE_REFUSED, "the image is empty: it has 0 bytes"},
                        new Object[] {"cp in out/image", IMAGE_REFUSED, "as raw is not what it must be"},
                        new Object[] {"truncate -s 1M out/image", CONVERSION_FAILED, "a disk of 1048576 bytes"})
                .flatMap(row -> Stream.of(Converting.unfiltered(), new LimitsOnly())
                        .map(sandbox -> Arguments.of(row[0], row[1], row[2], sandbox)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ends")
    void eachEndHasItsCode(String convert, FailureCode code, String message, Sandbox sandbox) {
        converting.sandbox = sandbox;
        script.convert = convert;

        assertThat(failsWith(code)).hasMessageContaining(message);
    }

    @Test
    void anotherFormatThanWantedIsNoSuccess() {
        script.convert = "cp in out/image";
        converting.program = script.program();

        assertThat(converting.failsWith(CONVERSION_FAILED, image, DiskFormat.VDI))
                .hasMessageContaining("declared as vdi but is qcow2");
    }

    @Test
    void anImageWhoseWorkDirectorySomebodyDeletesIsAskedForAgain() {
        script.convert += "; echo '(50.00/100%)'; while [ -e out/image ]; do sleep 0.01; done";
        converting.program = script.program();
        converting.progress = (key, activity, done, total) -> {
            if (done > 0) {
                converting.staging.sweep(key);
            }
        };

        converting.failsWith(STAGED_BYTES_MISSING, image, DiskFormat.RAW);
    }

    @Test
    void aHangIsEndedAtTheDeadline() {
        converting.rules = deadline(Duration.ofSeconds(1));
        script.convert = "sleep 100";

        assertThat(failsWith(CONVERSION_INTERRUPTED)).hasMessageContaining("did not end within 1 s");
    }

    @Test
    void whatItWritesWithoutAWordIsNoticed() {
        converting.rules = deadline(Duration.ofSeconds(10));
        script.convert = "echo much >out/other; exec sleep 100";
        converting.program = script.program();
        Workspace workspace = converting.workspace(qcow2);

        assertFails(
                NO_SPACE,
                () -> converting.qemuImg().convert(workspace, DiskFormat.QCOW2, DiskFormat.RAW, Disks.SIZE, share -> {
                    if (workspace.otherSize() > 0) {
                        throw new FailureException(NO_SPACE, "it is full");
                    }
                }));
    }

    @Test
    void aHangOfInfoIsEndedAtItsOwnDeadline() {
        var rules = Converting.RULES;
        converting.rules = new LimitRules(
                rules.memory(),
                rules.infoCpu(),
                Duration.ofSeconds(1),
                rules.bytesPerCpuSecond(),
                rules.leastCpu(),
                rules.mostCpu(),
                rules.deadline());
        script.info = "sleep 100";

        assertThat(failsWith(CONVERSION_INTERRUPTED)).hasMessageEndingWith(Diagnosis.LOOK_TAKES_LESS);
    }

    @Test
    void aFloodOfErrorsIsCutAndCleaned() {
        script.convert = "yes 'qemu-img: flood' | head -c 5000000 >&2;"
                + " printf 'qemu-img: \\033[31mthe end\\r\\nof %s' \"$(yes x | head -c 2000 | tr -d '\\n')\" >&2; exit 1";

        assertThat(failsWith(CONVERSION_FAILED).getMessage())
                .startsWith("qemu-img refuses it (exit status 1): of xxx")
                .hasSizeLessThan(400);
    }

    @Test
    void aFloodOfProgressIsNoHarm() {
        script.convert += "; yes '(50.00/100%)' | head -c 500000";
        converting.program = script.program();

        assertThat(converting.convert(image, DiskFormat.RAW).artifact().size()).isEqualTo(Disks.SIZE);
    }

    private static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("true", "not a JSON object"),
                Arguments.of("echo 'format: qcow2'", "not JSON"),
                Arguments.of("echo '{\"format\": \"raw\", \"virtual-size\": 8388608}'", "format is \"raw\", not qcow2"),
                Arguments.of(
                        "echo '{\"format\": \"qcow2\", \"virtual-size\": 1}'", "virtual-size is 1, not " + Disks.SIZE),
                Arguments.of(
                        "echo '{\"format\": \"raw\", \"format\": \"qcow2\", \"virtual-size\": 8388608}'",
                        "not unambiguous"),
                Arguments.of("yes '[' | head -c 3000000 | tr -d '\\n'", "longer than 1048576"),
                Arguments.of("echo 'qemu-img: Could not open: bad' >&2; exit 1", "Could not open: bad"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("answers")
    void anAnswerThatDisagreesRefusesTheImage(String info, String message) {
        script.info = info;

        assertThat(failsWith(IMAGE_REFUSED)).hasMessageContaining(message);
    }

    @Test
    void aDefectOfTheMeasurementIsNotTheImages() throws IOException {
        long size = 65L << 20; // Of smaller ones it is not asked.
        Path larger = root.resolveSibling("larger.qcow2");
        run("qemu-img", "create", "-q", "-f", "qcow2", larger.toString(), Long.toString(size));
        Files.delete(converting.staging.find(image.key(), Converting.SOURCE).orElseThrow());
        image = converting.fetched(larger, DiskFormat.QCOW2, size);
        script.info = script.info.replace(Long.toString(Disks.SIZE), Long.toString(size));
        script.measure = "echo '{\"required\": \"much\"}'";

        assertThat(failsWith(CONVERSION_FAILED)).hasMessageContaining("required is \"much\"");
    }

    @Test
    void aQemuImgThatDoesNotStartIsNoVerdictAndKnownUntilItStarts() {
        converting.program = List.of("no-such-program");
        var step = converting.step();

        assertThat(assertFails(INTERNAL_ERROR, () -> step.convert(image, DiskFormat.RAW)))
                .hasMessageContaining("no-such-program")
                .hasMessageEndingWith("install qemu-img and prlimit (on Debian: qemu-utils, util-linux)");
        assertThat(step.problem()).hasValueSatisfying(why -> assertThat(why).contains("no-such-program"));
    }

    @Test
    void whatAQemuImgSaysThatStartsIsNoProblemOfItsStart() {
        script.info = "exit 1";
        converting.program = script.program();
        var step = converting.step();

        assertThatThrownBy(() -> step.convert(image, DiskFormat.RAW)).isInstanceOf(FailureException.class);

        assertThat(step.problem()).isEmpty();
    }

    @Test
    void anInterruptEndsQemuImgAndPublishesNothing() throws Exception {
        script.convert = "echo started >out/started; sleep 100";
        converting.program = script.program();
        var thrown = new AtomicReference<RuntimeException>();
        var interrupted = new AtomicBoolean();
        Thread worker = Thread.ofPlatform().start(() -> {
            try {
                converting.convert(image, DiskFormat.RAW);
            } catch (RuntimeException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        while (!converting.files().contains("started")) {
            Thread.sleep(5);
        }

        worker.interrupt();

        worker.join();
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).isNotInstanceOf(FailureException.class);
        assertThat(interrupted).as("the stage sees that the process stops").isTrue();
        assertThat(converting.files()).containsExactly(Converting.SOURCE);
    }

    private static LimitRules deadline(Duration deadline) {
        var rules = Converting.RULES;
        return new LimitRules(
                rules.memory(),
                rules.infoCpu(),
                rules.infoDeadline(),
                rules.bytesPerCpuSecond(),
                rules.leastCpu(),
                rules.mostCpu(),
                deadline);
    }
}
