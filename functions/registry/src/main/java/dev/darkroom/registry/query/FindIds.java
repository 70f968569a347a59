package dev.darkroom.registry.query;

import dev.darkroom.events.Alias;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Ready;
import dev.darkroom.registry.known.Standing;
import dev.darkroom.registry.known.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** Name to image ID, at one target. */
public final class FindIds {
    /** More different questions about one state of the registry are answered, but not remembered. */
    private static final int REMEMBERED = 64;

    private final Waiting waiting;
    private volatile Answered answered = new Answered(null);

    public FindIds(Waiting waiting) {
        this.waiting = waiting;
    }

    /**
     * A question.
     *
     * @param target where; null: at the only target that anybody serves
     * @param names  the keys, aliases and variables that are asked for; empty: every one
     * @param patience how long to wait until all of them are ready or have failed for good
     */
    public record Question(String target, Set<String> names, Duration patience) {
        public Question {
            names = Collections.unmodifiableSet(new TreeSet<>(names));
        }

        boolean wants(String name) {
            return names.isEmpty() || names.contains(name);
        }
    }

    /** What was answered about one state of the registry: automation asks the same question many times a second. */
    private record Answered(Snapshot of, ConcurrentMap<Question, Ids> ids) {
        Answered(Snapshot of) {
            this(of, new ConcurrentHashMap<>());
        }
    }

    /** @throws QueryException when the target or a name is not known, or the time to wait is over */
    public Ids find(Question question) {
        Snapshot snapshot = waiting.until(now -> finished(now, question), question.patience());
        Ids ids = remembered(snapshot, question);
        if (question.patience().isPositive() && !ids.pending().isEmpty()) {
            throw new QueryException(
                    Refusal.NOT_READY,
                    ids.pending().size() + " of the images are not finished at target " + ids.target() + " yet: "
                            + Ids.some(ids.pending()) + "; ask again, the list of images shows their status");
        }
        return ids;
    }

    private boolean finished(Snapshot snapshot, Question question) {
        try {
            return remembered(snapshot, question).pending().isEmpty();
        } catch (QueryException e) {
            return !e.refusal().retryable();
        }
    }

    private Ids remembered(Snapshot snapshot, Question question) {
        Answered known = answered;
        if (known.of() != snapshot) {
            known = new Answered(snapshot);
            answered = known;
        }
        var now = new Question(question.target(), question.names(), Duration.ZERO);
        Ids ids = known.ids().get(now);
        if (ids == null) {
            ids = answer(snapshot, now);
            if (known.ids().size() < REMEMBERED) {
                known.ids().put(now, ids);
            }
        }
        return ids;
    }

    private static Ids answer(Snapshot snapshot, Question question) {
        TargetName target = ChooseTarget.of(snapshot, question.target()).target();
        var pending = new ArrayList<ImageKey>();
        var failed = new ArrayList<ImageKey>();
        for (Dossier dossier : asked(snapshot, question.names())) {
            Standing standing = snapshot.standing(dossier, target);
            if (!standing.status().finished()) {
                pending.add(dossier.key());
            } else if (standing.status() == Status.FAILED
                    && !(question.names().isEmpty() && standing.isOver(dossier))) {
                failed.add(dossier.key());
            }
        }
        SortedMap<String, String> images = images(snapshot, question, target);
        SortedMap<String, String> variables = wired(snapshot, question, target);
        return new Ids(target, images, variables, pending, failed, missing(snapshot, question, images, variables));
    }

    private static List<String> missing(
            Snapshot snapshot, Question question, Map<String, String> images, Map<String, String> variables) {
        return Stream.concat(
                        snapshot.aliases().keySet().stream()
                                .map(Alias::value)
                                .filter(alias -> !snapshot.isKey(alias) && !images.containsKey(alias)),
                        snapshot.wiring().keySet().stream()
                                .filter(variable -> wantsVariable(snapshot, question, variable)
                                        && !variables.containsKey(variable)))
                .filter(question::wants)
                .sorted()
                .distinct()
                .toList();
    }

    private static Collection<Dossier> asked(Snapshot snapshot, Set<String> names) {
        if (names.isEmpty()) {
            return snapshot.images().values().stream()
                    .filter(dossier -> dossier.entry() != null)
                    .toList();
        }
        var asked = new TreeMap<ImageKey, Dossier>();
        for (String name : names) {
            Dossier dossier = snapshot.dossier(name)
                    .or(() -> snapshot.wired(name).flatMap(snapshot::dossier))
                    .orElseThrow(() -> snapshot.unknown("key, alias or variable", name));
            asked.put(dossier.key(), dossier);
        }
        return asked.values();
    }

    private static SortedMap<String, String> images(Snapshot snapshot, Question question, TargetName target) {
        var images = new TreeMap<String, String>();
        snapshot.said().keySet().stream()
                .filter(alias -> question.wants(alias.value()) && !snapshot.isKey(alias.value()))
                .forEach(alias -> put(images, alias.value(), snapshot.ready(alias, target)));
        snapshot.images().keySet().stream()
                .filter(key -> question.wants(key.value()) && snapshot.isKey(key.value()))
                .forEach(key -> put(images, key.value(), snapshot.ready(key, target)));
        return images;
    }

    private static SortedMap<String, String> wired(Snapshot snapshot, Question question, TargetName target) {
        var variables = new TreeMap<String, String>();
        snapshot.wiring().forEach((variable, pointer) -> {
            String name = pointer.to();
            if (question.wants(name) || wantsVariable(snapshot, question, variable)) {
                put(variables, variable, snapshot.ready(name, target));
            }
        });
        return variables;
    }

    /** Whoever asks for a name means the key or the alias, where there is one. */
    private static boolean wantsVariable(Snapshot snapshot, Question question, String variable) {
        return question.names().isEmpty()
                || (question.names().contains(variable)
                        && snapshot.dossier(variable).isEmpty());
    }

    private static void put(SortedMap<String, String> map, String name, Optional<Ready> ready) {
        ready.ifPresent(image -> map.put(name, image.imageId().toString()));
    }
}
