package dev.darkroom.cli.progress;

import dev.darkroom.cli.sync.Display;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.serve.progress.Activity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/** Bars at the lower end of a terminal, one for each activity; what is finished scrolls away above them. */
public final class Bars implements Display {
    private static final int WIDEST = 24;
    private static final int NARROWEST = 4;
    /** What bytes, speed and time left take beside a bar. */
    private static final int AMOUNTS = 56;

    private static final int MOST = 12;

    private final Terminal terminal;
    private final org.jline.utils.Display area;
    private final LongSupplier nanos;
    private final News news = new News();
    private final Speeds speeds;
    private final long start;
    private boolean closed;

    /**
     * @param terminal closed with this
     * @param nanos    a clock that only runs forward
     */
    public Bars(Terminal terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.area = new org.jline.utils.Display(terminal, false);
        this.nanos = nanos;
        this.speeds = new Speeds(nanos);
        this.start = nanos.getAsLong();
    }

    @Override
    public synchronized void show(List<Outcome> outcomes, List<Activity> activities) {
        if (closed) {
            return;
        }
        speeds.look(activities);
        List<String> happened = news.since(outcomes);
        Size size = terminal.getSize();
        area.resize(size.getRows(), size.getColumns());
        if (!happened.isEmpty()) {
            clear();
            happened.forEach(terminal.writer()::println);
        }
        List<Activity> shown = activities.stream()
                .limit(Math.max(1, Math.min(MOST, size.getRows() - 2)))
                .toList();
        int name = shown.stream().mapToInt(each -> name(each).length()).max().orElse(0);
        var lines = new ArrayList<AttributedString>();
        shown.forEach(each -> lines.add(fit(bar(each, name, size.getColumns() - name - AMOUNTS), size)));
        lines.add(fit(Summary.of(outcomes, Duration.ofNanos(nanos.getAsLong() - start)), size));
        area.update(lines, size.cursorPos(lines.size() - 1, lines.getLast().columnLength()));
        terminal.flush();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        clear();
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal could not be left", e);
        }
    }

    private void clear() {
        area.update(List.of(), 0);
        area.reset();
    }

    private static AttributedString fit(String line, Size size) {
        return new AttributedString(line).columnSubSequence(0, Math.max(1, size.getColumns() - 1));
    }

    private static String name(Activity activity) {
        return activity.key() + " " + activity.activity();
    }

    /** @param room for the bar itself */
    private String bar(Activity activity, int name, int room) {
        int width = Math.max(NARROWEST, Math.min(WIDEST, room));
        int filled = activity.total() <= 0
                ? 0
                : Math.toIntExact(width * Math.min(activity.done(), activity.total()) / activity.total());
        return name(activity)
                + " ".repeat(name - name(activity).length())
                + " [" + "#".repeat(filled) + ".".repeat(width - filled) + "] "
                + Amounts.of(activity, speeds.of(activity));
    }
}
