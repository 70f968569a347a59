package dev.darkroom.registry.known;

import dev.darkroom.events.DiskFormat;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far an image has come on its way to the targets.
 *
 * @param fetched   the highest attempt whose source was staged; -1: none
 * @param converted for each format the highest attempt that was staged in it
 * @param proved    of which source fetch has said last who has signed it; null: of none yet
 */
public record Stages(int fetched, SortedMap<DiskFormat, Integer> converted, Proved proved) {
    static final Stages NONE = new Stages(-1, new TreeMap<>(), null);

    public Stages {
        converted = Collections.unmodifiableSortedMap(new TreeMap<>(converted));
    }

    Stages fetched(int attempt, Proved heard) {
        return new Stages(Math.max(fetched, attempt), converted, Proved.newer(proved, heard));
    }

    Stages converted(DiskFormat format, int attempt) {
        var more = new TreeMap<>(converted);
        more.merge(format, attempt, Math::max);
        return new Stages(fetched, more, proved);
    }

    int convertedTo(DiskFormat format) {
        return converted.getOrDefault(format, -1);
    }

    /** As text that is stored: {@code qcow2=0,raw=2}. */
    public String text() {
        var text = new StringBuilder();
        converted.forEach((format, attempt) -> text.append(text.isEmpty() ? "" : ",")
                .append(format)
                .append('=')
                .append(attempt));
        return text.toString();
    }

    /** Reads {@link #text()}. */
    public static Stages of(int fetched, String text, Proved proved) {
        var converted = new TreeMap<DiskFormat, Integer>();
        for (String each : text.split(",", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                converted.put(DiskFormat.of(each.substring(0, equals)), Integer.parseInt(each.substring(equals + 1)));
            }
        }
        return new Stages(fetched, converted, proved);
    }
}
