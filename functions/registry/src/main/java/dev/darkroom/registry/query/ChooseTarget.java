package dev.darkroom.registry.query;

import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.Texts;
import dev.darkroom.registry.known.Retirement;
import java.util.Collection;
import java.util.List;

/** Which target a question means. */
public final class ChooseTarget {
    private ChooseTarget() {}

    /** What people are told who name a target that is not there. */
    public static String unknown(String name, Collection<String> known) {
        return "there is no target " + Texts.quote(name) + "; there are: "
                + (known.isEmpty() ? "none" : String.join(", ", known));
    }

    /**
     * @param name the target's name; null: the only one, or the only one that anybody serves
     * @throws QueryException when none or several may be meant
     */
    static TargetAnnounced of(Snapshot snapshot, String name) {
        List<TargetAnnounced> known = snapshot.announced();
        return name == null ? only(known) : named(known, name);
    }

    private static TargetAnnounced named(List<TargetAnnounced> known, String name) {
        return known.stream()
                .filter(target -> target.target().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new QueryException(Refusal.TARGET_UNKNOWN, unknown(name, names(known))));
    }

    private static TargetAnnounced only(List<TargetAnnounced> known) {
        // One that is down for a while counts: what is asked must not depend on which of them is well.
        List<TargetAnnounced> served =
                known.stream().filter(target -> !Retirement.isOf(target)).toList();
        List<TargetAnnounced> candidates = served.isEmpty() ? known : served;
        return switch (candidates.size()) {
            case 0 ->
                throw new QueryException(
                        Refusal.TARGET_MISSING, "no target has announced itself yet: ask again in a moment");
            case 1 -> candidates.getFirst();
            default ->
                throw new QueryException(
                        Refusal.TARGET_AMBIGUOUS,
                        "there are several targets, name one with --target NAME (target=NAME over HTTP): "
                                + String.join(", ", names(candidates)));
        };
    }

    private static List<String> names(List<TargetAnnounced> targets) {
        return targets.stream().map(each -> each.target().value()).toList();
    }
}
