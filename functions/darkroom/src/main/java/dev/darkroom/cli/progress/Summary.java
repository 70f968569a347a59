package dev.darkroom.cli.progress;

import dev.darkroom.cli.sync.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How far it is as a whole, in one line. */
final class Summary {
    private Summary() {}

    /** Such as {@code 2 of 4 ready, 1 failed, 1 pending, after 1:23}. */
    static String of(List<Outcome> outcomes, Duration since) {
        Map<Outcome.State, Long> counts = outcomes.stream()
                .collect(Collectors.groupingBy(
                        Outcome::state, () -> new EnumMap<>(Outcome.State.class), Collectors.counting()));
        long ready = counts.getOrDefault(Outcome.State.READY, 0L);
        counts.remove(Outcome.State.READY);
        var text = new StringBuilder(ready + " of " + outcomes.size() + " ready");
        counts.forEach(
                (state, count) -> text.append(", ").append(count).append(' ').append(state));
        return text.append(", after ").append(Amounts.clock(since)).toString();
    }
}
