package dev.darkroom.registry;

import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.known.Wish;
import dev.darkroom.registry.store.History;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Notes which targets there are. One that is new, or can be used again, wants every image that it lacks. An image that was
 * ready and may not be there any more is asked for: a list does not show it, or the target's name means another place now.
 */
public final class RecordTarget {
    private static final Logger LOG = Logger.getLogger(RecordTarget.class);
    private static final String UNSEEN = "a list of the target's images does not show it";
    private static final String MOVED = "the target is another place than before";

    private final Store store;
    private final Conclude conclude;
    private final RegistryMeters meters;
    private final Clock clock;
    private final Map<TargetName, TargetAnnounced> heard = new ConcurrentHashMap<>();

    public RecordTarget(Store store, Conclude conclude, RegistryMeters meters, Clock clock) {
        this.store = store;
        this.conclude = conclude;
        this.meters = meters;
        this.clock = clock;
    }

    public void announced(TargetAnnounced event) {
        Instant now = clock.instant();
        TargetAnnounced target = event.unseen();
        boolean news = store.write(tx -> {
            Optional<TargetAnnounced> before = tx.targets().find(event.target());
            boolean changed = !before.equals(Optional.of(target));
            if (changed) {
                tx.targets().save(target, now);
            }
            boolean moved = event.problem() == null && tx.targets().move(target);
            if (!changed && !moved && event.images() == null) {
                return false;
            }
            var work = new Work(tx, target, now);
            Optional<Set<ImageId>> seen = Optional.ofNullable(event.images()).map(Set::copyOf);
            Optional<Set<ImageId>> hidden = Optional.ofNullable(event.hidden()).map(Set::copyOf);
            tx.dossiers().each(page -> {
                work.turnTo(page);
                if (changed) {
                    work.review(before);
                }
                if (moved) {
                    work.miss(MOVED, any -> true, Set.of());
                }
                seen.ifPresent(images -> work.miss(UNSEEN, spec -> !spec.hidden(), images));
                hidden.ifPresent(images -> work.miss(UNSEEN, ImageSpec::hidden, images));
            });
            return work.tellMissed() || changed;
        });
        heard.put(event.target(), event);
        meters.recorded(event, news);
        if (news && event.problem() != null) { // Whoever announces it has told people.
            LOG.debugf(
                    "target %s: %s: %s",
                    event.target(), event.problem().code(), event.problem().message());
        }
    }

    /**
     * Forgets a target that nobody serves, if it could never be used and has no image: its name was a mistake, most likely.
     *
     * @return whether it is forgotten
     */
    public boolean forget(TargetAnnounced target) {
        Instant now = clock.instant();
        boolean forgotten = store.write(tx -> {
            boolean used =
                    tx.targets().wasUsable(target.target()) || tx.dossiers().anyReadyAt(target.target());
            if (!used) {
                tx.targets().forget(target.target());
                var work = new Work(tx, target.with(Retirement.NOT_SERVED), now);
                tx.dossiers().each(page -> {
                    work.turnTo(page);
                    work.review(Optional.of(target));
                });
            }
            return !used;
        });
        if (forgotten) {
            heard.remove(target.target());
        }
        return forgotten;
    }

    /** What was last said of a target and noted, in this process. */
    public Optional<TargetAnnounced> heard(TargetName target) {
        return Optional.ofNullable(heard.get(target));
    }

    /** The work on every image that is known, a page of them at a time, within one transaction. */
    private final class Work {
        private final Tx tx;
        private final TargetAnnounced target;
        private final Instant now;
        private final List<TargetAnnounced> targets;
        private final Set<ImageKey> wanted;
        private final Map<ImageKey, Dossier> dossiers = new LinkedHashMap<>();
        private final Map<String, Integer> missedBecause = new TreeMap<>();

        Work(Tx tx, TargetAnnounced target, Instant now) {
            this.tx = tx;
            this.target = target;
            this.now = now;
            this.targets = tx.targets().all();
            this.wanted = tx.catalogues().named();
            wanted.addAll(tx.aliases().standsFor());
        }

        void turnTo(Collection<Dossier> page) {
            dossiers.clear();
            page.forEach(dossier -> dossiers.put(dossier.key(), dossier));
        }

        /**
         * Asks for what was ready and is not among the images that are there. What catalogues do not name any more, and nothing
         * stands for, is not wanted back: it is asked for when one names it again.
         *
         * @param why   in words, for the history
         * @param meant which images should be among those that are there
         */
        void miss(String why, Predicate<ImageSpec> meant, Set<ImageId> images) {
            var missed = new ArrayList<Dossier>();
            var overlooked = new ArrayList<Dossier>();
            for (Dossier dossier : dossiers.values()) {
                if (!dossier.missedAt(target.target(), meant, images)) {
                    continue;
                }
                if (wanted.contains(dossier.key()) && !(dossier.wish() instanceof Wish.Dropped)) {
                    missed.add(conclude.changed(tx, dossier.unseenAt(target.target(), now), targets));
                    tx.history().add(new History.Line(now, dossier.key(), target.target(), "missed", why));
                } else {
                    overlooked.add(dossier.overlookedAt(target.target()));
                }
            }
            keep(missed);
            keep(overlooked);
            if (!missed.isEmpty()) {
                missedBecause.merge(why, missed.size(), Integer::sum);
            }
        }

        /** @return whether there is news of an image */
        boolean tellMissed() {
            missedBecause.forEach((why, images) -> LOG.warnf(
                    "target %s, %s: %d images that were ready are asked for: %s",
                    target.target(), target.location(), images, why));
            return !missedBecause.isEmpty();
        }

        void review(Optional<TargetAnnounced> before) {
            boolean repaired = before.isPresent() && before.get().problem() != null;
            boolean wants = repaired || !before.map(TargetAnnounced::wants).equals(Optional.of(target.wants()));
            var changed = new ArrayList<Dossier>();
            for (Dossier dossier : dossiers.values()) {
                Dossier forgiven = repaired ? dossier.forgivenAt(target.target()) : dossier;
                Dossier wanted = wants ? forgiven.wantedAt(target, now) : forgiven;
                changed.add(conclude.changed(tx, wanted, targets));
            }
            keep(changed);
        }

        private void keep(List<Dossier> changed) {
            tx.dossiers().save(changed);
            changed.forEach(dossier -> dossiers.put(dossier.key(), dossier));
        }
    }
}
