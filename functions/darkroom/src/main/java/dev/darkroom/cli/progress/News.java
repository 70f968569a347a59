package dev.darkroom.cli.progress;

import dev.darkroom.cli.sync.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What has happened since one last looked, a line each: what is ready, what has failed, what is tried again. What failed
 * for good is explained when all is over, where nothing scrolls it away.
 */
final class News {
    private Map<Place, Outcome> before; // null: nobody has looked yet.

    private record Place(String key, String target) {}

    List<String> since(List<Outcome> outcomes) {
        var lines = new ArrayList<String>();
        if (before == null) {
            before = new HashMap<>();
            for (Outcome each : outcomes) {
                if (each.state() == Outcome.State.READY) {
                    before.put(place(each), each);
                }
            }
            if (!before.isEmpty()) {
                lines.add(before.size() + " of " + outcomes.size() + " are ready already");
            }
        }
        for (Outcome now : outcomes) {
            Outcome known = before.put(place(now), now);
            if (isNews(known, now)) {
                lines.add(line(now));
            }
        }
        return lines;
    }

    private static Place place(Outcome outcome) {
        return new Place(outcome.key(), outcome.target());
    }

    private static boolean isNews(Outcome known, Outcome now) {
        if (now.pending()) {
            return now.code() != null
                    && now.status().equals("waiting")
                    && (known == null
                            || !Objects.equals(known.code(), now.code())
                            || !Objects.equals(known.retryAt(), now.retryAt()));
        }
        return known == null || known.state() != now.state();
    }

    private static String line(Outcome now) {
        String what = now.key() + " at " + now.target() + ": ";
        return switch (now.state()) {
            case READY -> what + "ready, " + now.id();
            case FAILED, REFUSED -> what + now.state() + ", " + now.code();
            case GIVEN_UP -> what + "not waited for any longer, " + now.code();
            case PENDING ->
                what + now.code() + ": " + now.message()
                        + (now.retryAt() == null ? "" : " (next try at " + now.retryAt() + ")");
        };
    }
}
