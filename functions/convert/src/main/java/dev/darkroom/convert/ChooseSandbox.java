package dev.darkroom.convert;

import dev.darkroom.convert.SandboxConfig.Policy;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureException;
import dev.darkroom.staging.disk.Deletion;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds out, by trying, how well qemu-img can be confined on this machine. */
final class ChooseSandbox {
    /** What to do when qemu-img does not start. */
    static final String INSTALL = "install qemu-img and prlimit (on Debian: qemu-utils, util-linux)";

    private static final int SECTOR = 512;
    private static final int TRIES = 3;

    private final ProcessRunner runner;
    private final List<String> qemuImg;
    private final LimitRules rules;
    private final Duration pause;

    /**
     * @param qemuImg the program
     * @param pause   how long trouble is given to pass
     */
    ChooseSandbox(ProcessRunner runner, List<String> qemuImg, LimitRules rules, Duration pause) {
        this.runner = runner;
        this.qemuImg = qemuImg;
        this.rules = rules;
        this.pause = pause;
    }

    /** A sandbox that works, and how it is to be described. */
    record Choice(Sandbox sandbox, Confinement confinement) {}

    /**
     * The full sandbox, or the one that the policy allows instead of it.
     *
     * @param architecture as in the system property {@code os.arch}
     * @throws IllegalStateException in a sentence, when there is none
     */
    Choice choose(Policy policy, String architecture) {
        Optional<SeccompFilter> filter = SeccompFilter.Machine.of(architecture).map(SeccompFilter::new);
        if (filter.isEmpty()) {
            return lesser(policy, "the numbers of this machine's system calls (" + architecture + ") are not known");
        }
        Sandbox full = new Bubblewrap(filter.get().program());
        Optional<String> problem = problemOf(full, TRIES);
        if (problem.isPresent()) {
            Choice lesser = lesser(policy, problem.get());
            // Trouble that was over for the lesser one may be over for all.
            if (problemOf(full, 1).isPresent()) {
                return lesser;
            }
        }
        var confinement = new Confinement(
                true, "qemu-img runs in the full sandbox: bubblewrap, system call filter and resource limits");
        return new Choice(full, confinement);
    }

    private Choice lesser(Policy policy, String reason) {
        return switch (policy) {
            case REQUIRE ->
                throw new IllegalStateException(
                        "darkroom.sandbox is require, but qemu-img cannot be confined fully here (" + reason
                                + "): install bubblewrap and allow user namespaces, or set it to prefer");
            case PREFER -> {
                Sandbox sandbox = new LimitsOnly();
                problemOf(sandbox, TRIES).ifPresent(problem -> {
                    throw new IllegalStateException("qemu-img cannot be run (" + problem + "): " + INSTALL);
                });
                var confinement = new Confinement(
                        false,
                        "qemu-img runs under resource limits only, because the full sandbox does not work here: "
                                + reason);
                yield new Choice(sandbox, confinement);
            }
        };
    }

    /**
     * Why qemu-img does not work within this sandbox; empty when it does. What is chosen stays as long as the process, so
     * what may pass, as on a machine that has just started and is busy, is given the time.
     */
    private Optional<String> problemOf(Sandbox sandbox, int most) {
        for (int tries = 1; ; tries++) {
            try {
                return tried(sandbox);
            } catch (FailureException e) {
                if (tries == most || !e.code().retryable()) {
                    return Optional.of(e.getMessage());
                }
                rest();
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while the sandbox was tried", e);
        }
    }

    /** Why qemu-img does not tell the size of a disk of one sector within this sandbox; empty when it does. */
    private Optional<String> tried(Sandbox sandbox) {
        try {
            // The JDK itself would take what this was when it began.
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            Path directory = Files.createTempDirectory(temporary, "darkroom-sandbox");
            try {
                return tried(sandbox, directory);
            } finally {
                Deletion.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no directory can be made for trying the sandbox", e);
        }
    }

    private Optional<String> tried(Sandbox sandbox, Path directory) throws IOException {
        Path disk = directory.resolve("disk");
        try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(SECTOR);
        }
        Workspace workspace = Workspace.prepare(directory.resolve("work"), disk);
        try {
            QemuInfo info = new QemuImg(runner, sandbox, qemuImg, rules).info(workspace, DiskFormat.RAW);
            return info.virtualSize() == SECTOR
                    ? Optional.empty()
                    : Optional.of("qemu-img says that 512 bytes are " + info.virtualSize());
        } catch (IllegalStateException e) {
            return Optional.of(e.getMessage());
        }
    }
}
