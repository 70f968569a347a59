package dev.darkroom.cli.progress;

import dev.darkroom.cli.sync.Display;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.serve.progress.Activity;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Lines for logs: what happens at once, how far it is now and then. */
public final class Lines implements Display {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int SHOWN = 4;

    private final PrintStream out;
    private final LongSupplier nanos;
    private final News news = new News();
    private final Speeds speeds;
    private final long start;
    private Duration pause = FIRST;
    private long due;

    /** @param nanos a clock that only runs forward */
    public Lines(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
        this.speeds = new Speeds(nanos);
        this.start = nanos.getAsLong();
        this.due = start + FIRST.toNanos();
    }

    @Override
    public void show(List<Outcome> outcomes, List<Activity> activities) {
        speeds.look(activities);
        news.since(outcomes).forEach(this::say);
        long now = nanos.getAsLong();
        if (now >= due) {
            say(Summary.of(outcomes, Duration.ofNanos(now - start)));
            activities.stream()
                    .limit(SHOWN)
                    .map(each -> "  " + each.key() + ": " + each.activity() + " " + Amounts.of(each, speeds.of(each)))
                    .forEach(this::say);
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
            due = now + pause.toNanos();
        }
    }

    @Override
    public void close() {
        out.flush();
    }

    private void say(String line) {
        out.println(line);
    }
}
