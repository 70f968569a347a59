package dev.darkroom.convert;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.convert.ProcessRunner.Ended;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

    private static void requireSuccess(int status, boolean late, String errors) {
        Diagnosis.requireSuccess(
                new Ended(status, late, errors),
                Duration.ofSeconds(90),
                FailureCode.IMAGE_REFUSED,
                Diagnosis.RAISE_LIMITS);
    }

    @Test
    void successIsSuccessWhateverItSays() {
        assertThatCode(() -> requireSuccess(0, false, "qemu-img: warning: File too large"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1   | qemu-img: error while writing at byte 0: File too large             | LIMIT_EXCEEDED",
                "153 |                                                                     | LIMIT_EXCEEDED",
                "152 |                                                                     | LIMIT_EXCEEDED",
                "1   | qemu-img: out/image: No space left on device                        | NO_SPACE",
                "1   | qemu-img: out/image: Disk quota exceeded                            | NO_SPACE",
                "134 | qemu_thread_create: Resource temporarily unavailable                | CONVERSION_INTERRUPTED",
                "1   | qemu-img: Could not open 'in': Cannot allocate memory               | CONVERSION_INTERRUPTED",
                "1   | qemu-img: Could not allocate refcount table                         | CONVERSION_INTERRUPTED",
                "133 | GLib-ERROR: failed to allocate 4096 bytes                           | CONVERSION_INTERRUPTED",
                "127 | qemu-img: error while loading shared libraries: libc.so.6: failed to map segment from shared object"
                        + " | CONVERSION_INTERRUPTED",
                "134 | qemu-img: block.c:1: Assertion failed                               | CONVERSION_INTERRUPTED",
                "135 |                                                                     | CONVERSION_INTERRUPTED",
                "137 |                                                                     | CONVERSION_INTERRUPTED",
                "139 |                                                                     | CONVERSION_INTERRUPTED",
                "143 |                                                                     | CONVERSION_INTERRUPTED",
                "1   | qemu-img: Could not open 'in': Image is not in qcow2 format         | IMAGE_REFUSED",
                "1   |                                                                     | IMAGE_REFUSED",
                "255 | x                                                                   | CONVERSION_INTERRUPTED",
            })
    void everyEndHasItsCode(int status, String errors, FailureCode code) {
        assertFails(code, () -> requireSuccess(status, false, errors == null ? "" : errors));
    }

    @Test
    void aDeadlineIsTold() {
        assertThat(assertFails(FailureCode.CONVERSION_INTERRUPTED, () -> requireSuccess(137, true, "")))
                .hasMessageContaining("within 90 s");
    }

    @ParameterizedTest
    @CsvSource({"137, true, ''", "152, false, ''", "1, false, Cannot allocate memory"})
    void onlySettingsThatThereAreAreNamed(int status, boolean late, String errors) {
        assertThatThrownBy(() -> requireSuccess(status, late, errors))
                .satisfies(
                        e -> assertThat(settingsIn(e.getMessage())).isNotEmpty().isSubsetOf(settings()));
    }

    private static List<String> settings() {
        return Stream.of(ConvertConfig.class.getMethods())
                .map(each -> "darkroom.convert."
                        + each.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> settingsIn(String message) {
        return Pattern.compile("darkroom\\.[\\w.-]*\\w|\\b\\w+-\\w+\\b")
                .matcher(message.replace("qemu-img", ""))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bwrap: No permissions to create new namespace",
                "nice: ‘setsid’: No such file or directory",
                "prlimit: failed to set the AS resource limit: Operation not permitted",
                "setpriv: set pdeathsig: Invalid argument",
                "setsid: failed to execute sh: No such file or directory",
                "sh: 1: exec: prlimit: not found"
            })
    void aSandboxThatDoesNotStartIsNotTheImages(String errors) {
        assertThatThrownBy(() -> requireSuccess(1, false, errors + "\n"))
                .isInstanceOf(NotStartedException.class)
                .hasMessage("the sandbox of qemu-img did not start: " + errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nice: cannot set niceness: Permission denied\n"})
    void aLibraryThatIsGoneIsNeitherTheImagesNorALackOfMemory(String before) {
        String error = "error while loading shared libraries: libx.so.1: cannot open shared object file: No such file";

        assertThatThrownBy(() -> requireSuccess(127, false, before + "qemu-img: " + error + "\n"))
                .isInstanceOf(NotStartedException.class)
                .hasMessage("qemu-img did not start: " + error)
                .satisfies(e -> assertThat(settingsIn(e.getMessage())).isEmpty());
    }

    @Test
    void aMachineWithoutThreadsLacksNoProgram() {
        var said = new IOException("Exec failed, error: 11 (Resource temporarily unavailable)");
        var java = new IOException(
                "Cannot run program \"bwrap\" (in directory \"/srv/staging\"): " + said.getMessage(), said);

        assertThat(Diagnosis.ofStart("bwrap", java))
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.CONVERSION_INTERRUPTED))
                .hasMessageContaining("Resource temporarily unavailable")
                .message()
                .doesNotContain("/srv");
    }

    @Test
    void whatCannotBeMadeNiceIsRunAllTheSame() {
        assertThatThrownBy(() -> requireSuccess(
                        1, false, "nice: cannot set niceness: Permission denied\nqemu-img: Could not open 'in'\n"))
                .isInstanceOf(FailureException.class)
                .hasMessage("qemu-img refuses it (exit status 1): Could not open 'in'");
    }

    /** An image may have a new line in a name that qemu-img repeats. */
    @Test
    void whatAnImageSaysDoesNotPassForTheSandbox() {
        for (String name : List.of(
                "bwrap: no", "qemu-img: error while loading shared libraries: x: cannot open shared object file")) {
            assertThatThrownBy(() -> requireSuccess(1, false, "qemu-img: Could not open 'x\n" + name + "'\n"))
                    .isInstanceOf(FailureException.class);
        }
    }

    @Test
    void theLastLineIsShownCleanAndShort() {
        assertThatThrownBy(() ->
                        requireSuccess(1, false, "qemu-img: first\r\nqemu-img: \u001b[2J" + "x".repeat(999) + "\n \n"))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("qemu-img refuses it (exit status 1): \\u001b[2Jxxx")
                        .hasSizeLessThan(330));
    }
}
