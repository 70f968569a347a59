package dev.darkroom.staging;

import dev.darkroom.events.Bus;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.Reasons;
import dev.darkroom.events.TargetName;
import dev.darkroom.staging.disk.FullDisk;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The shell around one stage's work on one image: one piece of work at a time for each image, what comes of it is
 * published, and what goes wrong is published as {@code image.failed} with its code. Only when the bus takes neither does
 * an exception leave it, and the incoming event stays unacknowledged.
 */
public final class Stage {
    private static final Logger LOG = Logger.getLogger(Stage.class);
    private static final String OK = "ok";

    private final String name;
    private final Bus bus;
    private final KeyGuard guard;
    private final MeterRegistry meters;

    /**
     * @param name  the function: fetch, convert or upload
     * @param guard the process's one guard: it keeps the sweeper away from an image while a stage works on it
     */
    public Stage(String name, Bus bus, KeyGuard guard, MeterRegistry meters) {
        this.name = name;
        this.bus = bus;
        this.guard = guard;
        this.meters = meters;
        // Of times that are born with 1, no rate shows the first failure.
        time(OK);
        List.of(FailureCode.values()).forEach(code -> time(code.label()));
    }

    private Timer time(String outcome) {
        return Timer.builder("darkroom.step")
                .description("How long work on one image took, by function and outcome")
                .tag("function", name)
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Counts the images of one function whose work was done already. */
    public static Counter skipped(MeterRegistry meters, String function) {
        return Counter.builder("darkroom.skipped")
                .tag("function", function)
                .description("Images whose work was done already")
                .register(meters);
    }

    /** What a piece of work is about; target and format are null where it concerns all of them. */
    public record Work(ImageKey key, TargetName target, DiskFormat format, int attempt) {}

    /** Does the work and publishes what it returns, or why it failed. @return what was published */
    public Event run(Work work, Supplier<? extends Event> step) {
        return run(work, () -> {}, step);
    }

    /**
     * The same for a step that needs something done before, while others may still be kept from the image.
     *
     * @param before may take the image alone; the step has it together with other stages
     */
    public Event run(Work work, Runnable before, Supplier<? extends Event> step) {
        Event outcome = attempt(work, before, step);
        bus.publish(outcome);
        return outcome;
    }

    /** Does the work. @return what is to be published: what the step returns, or why it failed */
    public Event attempt(Work work, Supplier<? extends Event> step) {
        return attempt(work, () -> {}, step);
    }

    private Event attempt(Work work, Runnable before, Supplier<? extends Event> step) {
        Timer.Sample timing = Timer.start(meters);
        Event outcome = outcome(work, () -> alone(work, before, step));
        timing.stop(time(outcome instanceof ImageFailed failed ? failed.code().label() : OK));
        return outcome;
    }

    private Event outcome(Work work, Supplier<? extends Event> step) {
        try {
            return step.get();
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e; // The process is stopping: the event stays unacknowledged and comes again.
            }
            if (e instanceof FailureException failure) {
                return foreseen(work, failure);
            }
            if (e instanceof UncheckedIOException disk) {
                return foreseen(work, ofStaging(disk));
            }
            // An exception's text may quote what must not be shown (a URL with a token): it goes nowhere but the log.
            LOG.errorf(e, "%s %s: unforeseen failure", name, work.key());
            return failed(
                    work,
                    new FailureException(
                            FailureCode.INTERNAL_ERROR,
                            (e instanceof OutOfMemoryError ? "there was too little memory" : "an unforeseen failure")
                                    + "; see the log",
                            e));
        }
    }

    /** Staging cannot be used. Nobody else throws this: what goes wrong elsewhere is said where it is met. */
    private static FailureException ofStaging(UncheckedIOException e) {
        return FullDisk.caused(e.getCause())
                ? FullDisk.ofStaging(e.getCause())
                : new FailureException(
                        FailureCode.INTERNAL_ERROR,
                        "a file of Darkroom's own cannot be read or written: " + Reasons.of(e),
                        e);
    }

    private Event foreseen(Work work, FailureException e) {
        // Of an origin that is away hundreds of images may fail again and again: who has asked it says why.
        LOG.logf(
                e.tried() ? Logger.Level.WARN : Logger.Level.DEBUG,
                "%s %s: %s: %s",
                name,
                work.key(),
                e.code(),
                e.getMessage());
        return failed(work, e);
    }

    private Event failed(Work work, FailureException e) {
        return new ImageFailed(
                work.key(),
                name,
                work.target(),
                work.format(),
                e.code(),
                e.getMessage(),
                e.retryAfter().map(Duration::toSeconds).orElse(null),
                work.attempt());
    }

    /** Two events about the same image must not write the same files; the second finds the first one's work done. */
    private Event alone(Work work, Runnable before, Supplier<? extends Event> step) {
        String subject = name + "/" + work.key() + "/" + work.target() + "/" + work.format();
        try (var alone = guard.alone(subject)) {
            before.run();
            try (var together = guard.together(work.key().value())) {
                return step.get();
            }
        }
    }
}
