package dev.darkroom.cli.progress;

import dev.darkroom.events.ByteSize;
import dev.darkroom.serve.progress.Activity;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Bytes, speed and time left, in words. */
final class Amounts {
    private Amounts() {}

    /** Such as {@code 120.3 MiB of 266.0 MiB, 34.2 MiB/s, 0:04 left}. */
    static String of(Activity activity, OptionalLong speed) {
        var text = new StringBuilder(new ByteSize(activity.done()).toString());
        if (activity.total() >= 0) {
            text.append(" of ").append(new ByteSize(activity.total()));
        }
        if (speed.isPresent()) {
            text.append(", ")
                    .append(new ByteSize(Math.max(0, speed.getAsLong())))
                    .append("/s");
            if (activity.total() >= 0 && speed.getAsLong() > 0) {
                long seconds = Math.ceilDiv(Math.max(0, activity.total() - activity.done()), speed.getAsLong());
                text.append(", ").append(clock(Duration.ofSeconds(seconds))).append(" left");
            }
        }
        return text.toString();
    }

    /** Such as {@code 0:04}, {@code 12:30} or {@code 1:02:03}. */
    static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
