package dev.darkroom.convert;

import dev.darkroom.convert.ProcessRunner.Ended;
import dev.darkroom.convert.ProcessRunner.Output;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.inspect.VhdSize;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/**
 * The one who knows what to say to qemu-img. Formats are always given, never left to be guessed; files have fixed names; so
 * nothing of what stands here comes from outside.
 */
final class QemuImg {
    /** What is measured: its figure counts every cluster that has data, plus tables. */
    private static final String MEASURED_AS = DiskFormat.QCOW2.qemu();
    /** Requests under way at once: with the default of 8 a raw output takes a fifth longer. */
    private static final String REQUESTS = "16";

    private final ProcessRunner runner;
    private final Sandbox sandbox;
    private final List<String> program;
    private final LimitRules rules;
    private volatile String problem;

    QemuImg(ProcessRunner runner, Sandbox sandbox, List<String> program, LimitRules rules) {
        this.runner = runner;
        this.sandbox = sandbox;
        this.program = program;
        this.rules = rules;
    }

    /** Why it did not start when it was last to run; empty when it did. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** What qemu-img takes the workspace's source for. @throws FailureException {@code image-refused} when it refuses it */
    QemuInfo info(Workspace workspace, DiskFormat format) {
        var answer = new Whole(FailureCode.IMAGE_REFUSED);
        run(
                workspace,
                rules.forInfo(),
                answer,
                command(List.of("info", "--output=json"), source(workspace, format)),
                FailureCode.IMAGE_REFUSED,
                Diagnosis.LOOK_TAKES_LESS);
        try {
            return QemuInfo.parse(answer);
        } catch (QemuInfo.UnreadableException e) {
            throw new FailureException(
                    FailureCode.IMAGE_REFUSED,
                    "what qemu-img says of the image cannot be believed: " + e.getMessage(),
                    e);
        }
    }

    /** How many bytes a conversion of the workspace's source will write, as far as can be said before. */
    long measure(Workspace workspace, DiskFormat format, long virtualSize) {
        var answer = new Whole(FailureCode.CONVERSION_FAILED);
        run(
                workspace,
                rules.forMeasuring(virtualSize),
                answer,
                command(List.of("measure", "--output=json", "-O", MEASURED_AS), source(workspace, format)),
                FailureCode.CONVERSION_FAILED,
                Diagnosis.RAISE_LIMITS);
        try {
            return QemuInfo.required(answer);
        } catch (QemuInfo.UnreadableException e) {
            throw new FailureException(
                    FailureCode.CONVERSION_FAILED, "what qemu-img measured cannot be used: " + e.getMessage(), e);
        }
    }

    /** Converts the workspace's source into its output. @param done hears of the share that is done, at least each second */
    void convert(Workspace workspace, DiskFormat from, DiskFormat to, long virtualSize, DoubleConsumer done) {
        List<String> command = command(
                List.of("convert", "-p", "-O", to.qemu(), "-m", REQUESTS),
                options(to),
                source(workspace, from),
                List.of(Workspace.OUTPUT));
        run(
                workspace,
                rules.forConversion(virtualSize),
                new Percent(done),
                command,
                FailureCode.CONVERSION_FAILED,
                Diagnosis.RAISE_LIMITS);
    }

    /**
     * @param otherwise what it means when qemu-img itself says no
     * @param advice    what to do when it takes too long
     */
    private void run(
            Workspace workspace,
            Limits limits,
            Output output,
            List<String> arguments,
            FailureCode otherwise,
            String advice) {
        String now = null;
        try {
            Ended ended = runner.run(sandbox.confine(command(program, arguments), workspace, limits), output);
            Diagnosis.requireSuccess(ended, limits.deadline(), otherwise, advice);
        } catch (NotStartedException e) {
            now = e.getMessage();
            throw e;
        } finally {
            problem = now;
        }
    }

    @SafeVarargs
    private static List<String> command(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    /**
     * How the source is to be opened. qemu takes the size of a VHD from here or there by the creator that it names, and 7.2
     * knows fewer creators than 9: it is told.
     */
    private static List<String> source(Workspace workspace, DiskFormat format) {
        if (format != DiskFormat.VHD) {
            return List.of("-f", format.qemu(), Workspace.SOURCE);
        }
        String size = switch (VhdSize.of(workspace.source())) {
            case CURRENT_SIZE -> "current_size";
            case GEOMETRY -> "chs";
        };
        return List.of(
                "--image-opts",
                "driver=" + format.qemu() + ",force_size_calc=" + size + ",file.driver=file,file.filename="
                        + Workspace.SOURCE);
    }

    private static List<String> options(DiskFormat to) {
        return switch (to) {
            // Every byte has its place, so it does not matter which is written first. Elsewhere the order of writing is
            // the order within the file: kept, the same source gives the same file.
            case RAW -> List.of("-W");
            case QCOW2, VDI -> List.of();
            // The only kind that can be streamed to an ESX host; the adapter is the one that Nova's driver assumes.
            case VMDK -> List.of("-o", "subformat=streamOptimized,adapter_type=lsilogic");
            // Without force_size the disk grows to the next size that has a geometry of Virtual PC.
            case VHD -> List.of("-o", "subformat=dynamic,force_size=on");
            case VHDX -> List.of("-o", "subformat=dynamic");
            case ISO -> throw new IllegalArgumentException("an ISO image is never converted");
        };
    }
}
