package dev.darkroom.convert;

import dev.darkroom.events.Texts;
import java.time.Duration;

/**
 * How much qemu-img may use, by what it is to do.
 *
 * @param memory            bytes of address space
 * @param infoCpu           processor time for looking at an image
 * @param infoDeadline      the same by the clock on the wall
 * @param bytesPerCpuSecond of virtual size, for one second of processor time
 * @param leastCpu          processor time that every conversion may use, unless mostCpu is less
 * @param mostCpu           processor time that no conversion may exceed; by default less than the deadline, so that a hostile image
 *                          which takes for ever is refused for good, instead of holding up others at each try
 * @param deadline          of a conversion, by the clock on the wall
 */
record LimitRules(
        long memory,
        Duration infoCpu,
        Duration infoDeadline,
        long bytesPerCpuSecond,
        Duration leastCpu,
        Duration mostCpu,
        Duration deadline) {
    /** What any content may take: random letters out of four are deflated at a few times this. */
    static final long BYTES_PER_CPU_SECOND = 2L << 20;

    private static final Duration LEAST_CPU = Duration.ofMinutes(10);
    private static final Duration LEAST_OF_MOST_CPU = Duration.ofMinutes(1);

    /** With less, qemu-img 7.2 lacked room for its threads. */
    private static final long LEAST_MEMORY = 128L << 20;

    /** Headers, tables and rounding up to whole blocks, whatever the format. */
    private static final long OVERHEAD = 64L << 20;
    /** Tables, and compression that makes random bytes longer, are below one part in this many. */
    private static final long OVERHEAD_SHARE = 32;

    LimitRules {
        require(memory >= LEAST_MEMORY, "memory", "at least " + LEAST_MEMORY + " bytes", memory);
        require(deadline.toSeconds() >= 1, "deadline", "at least 1 s", Texts.of(deadline));
        require(
                mostCpu.compareTo(LEAST_OF_MOST_CPU) >= 0,
                "most-cpu",
                "at least " + Texts.of(LEAST_OF_MOST_CPU),
                Texts.of(mostCpu));
    }

    /** What nobody has to choose is what a sound image of any content stays far below. */
    static LimitRules of(ConvertConfig config) {
        return new LimitRules(
                config.memory().asLongValue(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                BYTES_PER_CPU_SECOND,
                LEAST_CPU,
                config.mostCpu(),
                config.deadline());
    }

    /** For a look at the header. */
    Limits forInfo() {
        return new Limits(memory, infoCpu, 0, infoDeadline);
    }

    /** For a look at every table: as long as a conversion, but nothing is written. */
    Limits forMeasuring(long virtualSize) {
        return new Limits(memory, cpu(virtualSize), 0, deadline);
    }

    Limits forConversion(long virtualSize) {
        return new Limits(memory, cpu(virtualSize), largestOutput(virtualSize), deadline);
    }

    /** No format needs a larger file for a disk of this size. */
    static long largestOutput(long virtualSize) {
        long overhead = virtualSize / OVERHEAD_SHARE + OVERHEAD;
        return virtualSize > Long.MAX_VALUE - overhead ? Long.MAX_VALUE : virtualSize + overhead;
    }

    private Duration cpu(long virtualSize) {
        Duration wanted = Duration.ofSeconds(Math.ceilDiv(virtualSize, bytesPerCpuSecond));
        Duration atLeast = wanted.compareTo(leastCpu) < 0 ? leastCpu : wanted;
        return atLeast.compareTo(mostCpu) > 0 ? mostCpu : atLeast;
    }

    private static void require(boolean holds, String setting, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("darkroom.convert." + setting + " must be " + rule + " but is " + value);
        }
    }
}
