package dev.darkroom.convert;

import dev.darkroom.convert.ProcessRunner.Ended;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Texts;
import dev.darkroom.staging.disk.FullDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What an end of qemu-img means. A limit that was hit, or a signal from outside, is never said of the image: that would be
 * the end of a good one.
 */
final class Diagnosis {
    /** 128 + SIGXCPU: the processor time is used up. */
    private static final int CPU_LIMIT = 128 + 24;
    /** 128 + SIGXFSZ. */
    private static final int FILE_LIMIT = 128 + 25;

    private static final int SIGNALLED = 128;

    /** What strerror(3) says of EAGAIN, ENOMEM and what qemu makes of it. */
    private static final List<String> NO_MEMORY = List.of(
            "Resource temporarily unavailable",
            "Cannot allocate memory",
            "ould not allocate",
            "ailed to allocate",
            "error while loading shared libraries");

    /** What the loader says first of all when a library is not there; when there is no memory for one it says otherwise. */
    private static final Pattern NO_LIBRARY =
            Pattern.compile("^\\S+: error while loading shared libraries: [^\n]*cannot open shared object file");

    /** Those who start qemu-img, by the beginning of their messages. */
    private static final List<String> STARTERS =
            List.of("bwrap: ", "nice: ", "prlimit: ", "setpriv: ", "setsid: ", "sh: ");

    /** A warning, after which the program is run all the same. What an image has said comes later. */
    private static final Pattern NOT_NICE = Pattern.compile("^nice: cannot set niceness.*\n");

    /** What to do about a look at a header that takes too long: its limits are fixed. */
    static final String LOOK_TAKES_LESS = "a look at a header takes far less: this machine is overloaded";

    /** The same of what reads all of an image. */
    static final String RAISE_LIMITS = "if the image is good and needs more than darkroom.convert.deadline and"
            + " darkroom.convert.most-cpu allow, raise those";

    private Diagnosis() {}

    /**
     * @param deadline  that it was given
     * @param otherwise what it means when qemu-img itself says no
     * @param advice    what to do when it takes too long
     * @throws FailureException    saying why it did not succeed
     * @throws NotStartedException when it was not even started
     */
    static void requireSuccess(Ended ended, Duration deadline, FailureCode otherwise, String advice) {
        if (ended.late()) {
            throw new FailureException(
                    FailureCode.CONVERSION_INTERRUPTED,
                    "qemu-img did not end within " + Texts.of(deadline) + " and was ended; " + advice);
        }
        if (ended.status() != 0) {
            throw of(ended, otherwise, advice);
        }
    }

    private static RuntimeException of(Ended ended, FailureCode otherwise, String advice) {
        String errors = NOT_NICE.matcher(ended.errors()).replaceFirst("");
        if (NO_LIBRARY.matcher(errors).find()) {
            return new NotStartedException("qemu-img did not start: " + lastWords(errors), null);
        }
        if (FullDisk.isSaidIn(errors)) {
            return FullDisk.ofStaging(null);
        }
        if (ended.status() == FILE_LIMIT || errors.contains(FullDisk.FILE_TOO_LARGE)) {
            return new FailureException(
                    FailureCode.LIMIT_EXCEEDED, "the output became larger than any output of this virtual size may be");
        }
        if (ended.status() == CPU_LIMIT) {
            return new FailureException(FailureCode.LIMIT_EXCEEDED, "qemu-img used up its processor time; " + advice);
        }
        if (isLackOfMemory(errors)) {
            return withoutMemory(lastWords(errors) + "); if it happens again, raise darkroom.convert.memory");
        }
        if (ended.status() > SIGNALLED) {
            return new FailureException(
                    FailureCode.CONVERSION_INTERRUPTED,
                    "qemu-img was ended by signal " + (ended.status() - SIGNALLED) + ": " + lastWords(errors));
        }
        if (STARTERS.stream().anyMatch(errors::startsWith)) {
            return new NotStartedException("the sandbox of qemu-img did not start: " + lastWords(errors), null);
        }
        return new FailureException(
                otherwise, "qemu-img refuses it (exit status " + ended.status() + "): " + lastWords(errors));
    }

    /**
     * Why the first program did not start.
     *
     * @param failure Java's: in its own message it names the directory, what the system said is behind it
     */
    static RuntimeException ofStart(String program, IOException failure) {
        String said = String.valueOf(
                Objects.requireNonNullElse(failure.getCause(), failure).getMessage());
        return isLackOfMemory(said)
                ? withoutMemory(said + "): the machine has none left")
                : new NotStartedException(program + " cannot be started: " + said, failure);
    }

    private static boolean isLackOfMemory(String errors) {
        return NO_MEMORY.stream().anyMatch(errors::contains);
    }

    private static FailureException withoutMemory(String words) {
        return new FailureException(
                FailureCode.CONVERSION_INTERRUPTED, "qemu-img ran out of memory or threads (" + words);
    }

    /** The last line, fit to be shown; a file of the sandbox is all that it can name. */
    private static String lastWords(String errors) {
        String last = Arrays.stream(errors.split("[\r\n]"))
                .filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .orElse("it said nothing");
        return Texts.clean(last.strip().replaceFirst("^qemu-img: ", ""));
    }
}
