package dev.darkroom.serve.progress;

import dev.darkroom.events.ImageKey;
import dev.darkroom.staging.Progress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is being done at this moment, for people who watch. Nothing is decided by it. */
@ApplicationScoped
public class ProgressBoard implements Progress {
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private record Seen(Activity activity, Instant at) {}

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Clock clock;

    public ProgressBoard(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void at(ImageKey key, String activity, long done, long total) {
        String name = key + "/" + activity;
        var now = new Activity(key, activity, done, total);
        if (now.finished()) {
            seen.remove(name);
        } else if (seen.put(name, new Seen(now, clock.instant())) == null) {
            forget(); // It may be that nobody watches.
        }
    }

    /** Nothing is being done for the image, or what is says so again at once. */
    void forget(ImageKey key) {
        seen.values().removeIf(each -> each.activity().key().equals(key));
    }

    /** Everything that moved within the last minute and is not finished, in order of key. */
    public List<Activity> activities() {
        forget();
        return seen.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().activity())
                .toList();
    }

    /** How many activities are kept. */
    int size() {
        return seen.size();
    }

    private void forget() {
        Instant old = clock.instant().minus(FORGOTTEN);
        seen.values().removeIf(each -> each.at().isBefore(old));
    }
}
