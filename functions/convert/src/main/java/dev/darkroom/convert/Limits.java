package dev.darkroom.convert;

import java.time.Duration;
import java.util.List;

/**
 * What one run of qemu-img may use. The kernel holds it to all of them but the last, which is ours.
 *
 * @param memory   bytes of address space
 * @param cpu      processor time of all threads together
 * @param fileSize the largest offset that may be written, in bytes; 0 for a run that only reads
 * @param deadline by the clock on the wall
 */
record Limits(long memory, Duration cpu, long fileSize, Duration deadline) {
    /** Each of qemu-img's threads takes this much of the address space. */
    private static final int STACK = 1 << 20;
    /** More than qemu-img and its libraries ever have open. */
    private static final int OPEN_FILES = 64;
    /** How long after the polite signal, which tells this limit from a kill, the other one comes. */
    private static final int GRACE_SECONDS = 5;

    boolean writes() {
        return fileSize > 0;
    }

    /** The options of prlimit(1). */
    List<String> options() {
        return List.of(
                "--as=" + memory,
                "--stack=" + STACK,
                "--cpu=" + cpu.toSeconds() + ":" + (cpu.toSeconds() + GRACE_SECONDS),
                "--fsize=" + fileSize,
                "--nofile=" + OPEN_FILES,
                "--core=0");
    }
}
