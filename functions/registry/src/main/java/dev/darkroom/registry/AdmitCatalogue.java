package dev.darkroom.registry;

import dev.darkroom.events.Alias;
import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.Texts;
import dev.darkroom.registry.catalogue.CatalogueEntries;
import dev.darkroom.registry.known.Admission;
import dev.darkroom.registry.known.Difference;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Wish;
import dev.darkroom.registry.store.Aliases;
import dev.darkroom.registry.store.Catalogues;
import dev.darkroom.registry.store.History;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * {@code catalogue.updated}: what is new is wanted, what has changed in place is repaired, what has failed is tried again
 * unless the catalogue is the same as before, and what would make a key other bytes is refused. One transaction, however
 * long the catalogue: all of it, or none.
 */
public final class AdmitCatalogue {
    private static final Logger LOG = Logger.getLogger(AdmitCatalogue.class);
    /** How many refusals, and remarks, are said one by one; a catalogue that was renamed takes over every alias of itself. */
    private static final int MOST_SAID = 20;

    private final Function<CatalogueUpdated, CatalogueEntries> judge;
    private final Store store;
    private final Conclude conclude;
    private final RegistryMeters meters;
    private final Clock clock;

    /** @param judge says what the entries of a published catalogue are */
    public AdmitCatalogue(
            Function<CatalogueUpdated, CatalogueEntries> judge,
            Store store,
            Conclude conclude,
            RegistryMeters meters,
            Clock clock) {
        this.judge = judge;
        this.store = store;
        this.conclude = conclude;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param known   images with nothing to do
     * @param wanted  images that are asked for: new, changed or tried again
     * @param refused entries that were refused
     * @param refusals of those, what this catalogue does not only say again, each in a sentence
     * @param remarks what somebody may not have meant, each in a sentence
     */
    public record Admitted(int known, int wanted, int refused, List<String> refusals, List<String> remarks) {}

    /** @param id that its publisher has given it: whoever looks for what came of it has no other */
    public Admitted admit(CatalogueUpdated event, UUID id) {
        CatalogueEntries entries = judge.apply(event);
        Admitted admitted = store.write(tx -> new Work(tx, event, id, entries).admit());
        meters.admitted(admitted);
        LOG.infof(
                "catalogue %s: %d known, %d wanted, %d refused",
                event.recordKey(), admitted.known(), admitted.wanted(), admitted.refused());
        warn(event, admitted.refusals(), "refused entries");
        warn(event, admitted.remarks(), "remarks");
        return admitted;
    }

    private static void warn(CatalogueUpdated event, List<String> sentences, String what) {
        sentences.stream().limit(MOST_SAID).forEach(LOG::warn);
        if (sentences.size() > MOST_SAID) {
            LOG.warnf("catalogue %s: %d %s more", event.recordKey(), sentences.size() - MOST_SAID, what);
        }
    }

    /** The work on one catalogue within one transaction; done afresh when the transaction is tried again. */
    private final class Work {
        private final Tx tx;
        private final CatalogueUpdated event;
        private final CatalogueEntries entries;
        private final UUID id;
        private final Instant now = clock.instant();
        private final List<TargetAnnounced> targets;
        private final Set<ImageKey> named;
        /** How it was admitted last, if it says the same since; empty where it is news. */
        private final Optional<Catalogues.Part> same;

        private final List<CatalogueRefused> refused;
        private final List<Dossier> concluded = new ArrayList<>();
        /** What an alias or a variable of this catalogue has stood for until now. */
        private final Set<ImageKey> left = new TreeSet<>();
        /** What an alias or a variable of this catalogue may stand for from now on. */
        private final Set<ImageKey> reached = new TreeSet<>();

        private final List<String> remarks = new ArrayList<>();
        /** How many images there is something to do for. */
        private int wanted;
        /** How many images were refused here, not before. */
        private int refusedImages;

        private Set<ImageKey> ofOthers;

        Work(Tx tx, CatalogueUpdated event, UUID id, CatalogueEntries entries) {
            this.tx = tx;
            this.event = event;
            this.entries = entries;
            this.id = id;
            this.targets = tx.targets().all();
            this.named = tx.catalogues().named();
            this.same = tx.catalogues().parts(event.catalogue()).stream()
                    .filter(last ->
                            last.part() == event.part() && last.content().equals(event.id()))
                    .findFirst();
            this.refused = new ArrayList<>(entries.refused());
        }

        Admitted admit() {
            SortedMap<ImageKey, Dossier> dossiers = tx.dossiers().load(keys());
            entries.images().forEach((key, spec) -> image(dossiers, key, spec));
            SortedMap<Alias, Aliases.Pointer<ImageKey>> moved = point(dossiers);
            wire();
            bringBack(dossiers);
            MoveAliases.follow(tx, moved, dossiers, now);
            tx.dossiers().save(concluded);
            List<String> refusals = tellRefused();
            int good = entries.images().size() - refusedImages;
            withdraw(tx.catalogues().admit(event, id, now, entries.images().keySet(), good, refused));
            return new Admitted(good - wanted, wanted, refused.size(), refusals, remarks);
        }

        /** @return those that are news, each in a sentence */
        private List<String> tellRefused() {
            Set<List<Object>> before = same.stream()
                    .flatMap(last -> last.refused().stream())
                    .map(Work::which)
                    .collect(Collectors.toSet());
            List<CatalogueRefused> news = refused.stream()
                    .filter(each -> !before.contains(which(each)))
                    .toList();
            // Under another id it is said again: whoever has sent it looks for that.
            boolean again = same.isPresent() && !same.get().event().equals(id);
            (again ? refused : news).forEach(each -> tx.say(each.cameIn(id)));
            return news.stream()
                    .map(each -> "catalogue " + event.catalogue() + ": " + Texts.clean(each.entry()) + ": "
                            + each.code() + ": " + each.message())
                    .toList();
        }

        /** What says which mistake it is: of many, nothing else is kept. */
        private static List<Object> which(CatalogueRefused refused) {
            return List.of(refused.entry(), refused.code());
        }

        private Collection<ImageKey> keys() {
            var keys = new TreeSet<>(entries.images().keySet());
            entries.aliases().values().stream().filter(Objects::nonNull).forEach(keys::add);
            entries.aliases().keySet().forEach(alias -> keys.add(sameKey(alias)));
            entries.wiring().values().stream()
                    .filter(Objects::nonNull)
                    .map(ImageKey::new)
                    .forEach(keys::add);
            return keys;
        }

        private void image(Map<ImageKey, Dossier> dossiers, ImageKey key, ImageSpec spec) {
            CatalogueName catalogue = event.catalogue();
            Dossier old = dossiers.get(key);
            // An entry that was refused names it, too, and has brought it back nowhere.
            boolean still = named.contains(key) && !(old.wish() instanceof Wish.Dropped);
            Dossier known = still ? old : old.namedAgain(targets, now);
            switch (Admission.of(
                    known, spec, catalogue, id, targets, now, () -> ofOthers().contains(key))) {
                case Admission.Known(Dossier next) when next.equals(old) -> {}
                case Admission.Known(Dossier next) when next.equals(old.with(next.entry())) -> keep(dossiers, next);
                case Admission.Known(Dossier next) -> admit(dossiers, next, "named again by catalogue " + catalogue);
                case Admission.New(Dossier next) -> admit(dossiers, next, "new in catalogue " + catalogue);
                case Admission.Changed(Dossier next) ->
                    admit(dossiers, next, "changed by catalogue " + catalogue + renamed(old, spec));
                case Admission.Corrected(Dossier next, List<Difference> differences) ->
                    admit(
                            dossiers,
                            next,
                            "corrected by catalogue " + catalogue + ": " + joined(differences)
                                    + (next.wish().correction() == null
                                            ? "; nobody has had its bytes"
                                            : ", once the request that is under way has failed"));
                // As long as we would wait ourselves, a failure counts that nothing has been done about.
                case Admission.Again any
                when same.isPresent()
                        && !known.failedBefore(now.minus(conclude.backOff().cap()), targets) -> {}
                case Admission.Again(Dossier next) -> admit(dossiers, next, "wanted again by catalogue " + catalogue);
                case Admission.Refused because -> refuse(key, because);
            }
        }

        private void keep(Map<ImageKey, Dossier> dossiers, Dossier next) {
            Dossier kept = conclude.changed(tx, next, targets);
            dossiers.put(next.key(), kept);
            concluded.add(kept);
        }

        /** A new name may be meant as a new image: that of a source that moves on, and without a checksum nobody would see it. */
        private String renamed(Dossier old, ImageSpec spec) {
            if (old.entry() == null || old.entry().spec().name().equals(spec.name())) {
                return "";
            }
            String words = "its name " + Texts.quote(old.entry().spec().name()) + " becomes " + Texts.quote(spec.name())
                    + ", and its bytes stay: a new image needs a new key";
            if (spec.checksum().equals(Checksum.NONE)) {
                remarks.add("image " + old.key() + ": " + words);
            }
            return ": " + words;
        }

        private void admit(Map<ImageKey, Dossier> dossiers, Dossier next, String words) {
            keep(dossiers, next);
            wanted++;
            tx.history().add(new History.Line(now, next.key(), null, "admitted", words));
        }

        /** What only this catalogue has named, and names no more, is not wanted; where it is already, it stays. */
        private void withdraw(Set<ImageKey> gone) {
            gone.addAll(left);
            if (gone.isEmpty()) {
                return;
            }
            gone.removeAll(tx.catalogues().named());
            Set<ImageKey> standsFor = tx.aliases().standsFor();
            var withdrawn = new ArrayList<Dossier>();
            tx.dossiers().load(gone).forEach((key, dossier) -> {
                // What an alias or a variable stands for is wanted as if it were named.
                boolean stays = dossier.had() && standsFor.contains(key);
                Dossier next = stays ? dossier : dossier.withdraw();
                if (!next.equals(dossier)) {
                    withdrawn.add(conclude.changed(tx, next, targets));
                    String words = "catalogue " + event.catalogue() + " does not name it any more"
                            + (dossier.had()
                                    ? ": it stays where it is, and is not asked for elsewhere"
                                    : ", and nobody has had its bytes: it is not asked for");
                    tx.history().add(new History.Line(now, key, null, "withdrawn", words));
                    if (!dossier.had()) {
                        remarks.add("image " + key + ": " + words);
                    }
                }
            });
            tx.dossiers().save(withdrawn);
        }

        /** What other catalogues name; they are all read for it, and so only where it matters. */
        private Set<ImageKey> ofOthers() {
            if (ofOthers == null) {
                ofOthers = tx.catalogues().namedBeside(event.catalogue());
            }
            return ofOthers;
        }

        private void refuse(ImageKey key, Admission.Refused because) {
            CatalogueRefused event =
                    Difference.refused(because.differences(), this.event.catalogue(), key, because.why());
            refusedImages++;
            refused.add(event);
            if (same.isEmpty()) {
                tx.history().add(new History.Line(now, key, null, "refused", event.message()));
            }
        }

        /** @return where the aliases point now that have moved */
        private SortedMap<Alias, Aliases.Pointer<ImageKey>> point(Map<ImageKey, Dossier> dossiers) {
            var aliases = new TreeMap<>(entries.aliases());
            if (aliases.keySet().stream()
                    .anyMatch(alias -> dossiers.get(sameKey(alias)).entry() != null)) {
                aliases.keySet().removeIf(alias -> isKey(alias, dossiers));
            }
            var moved = tx.aliases().point(aliases, event.catalogue(), id);
            take("alias", moved);
            var pointers = new TreeMap<Alias, Aliases.Pointer<ImageKey>>();
            moved.forEach(each -> {
                pointers.put(each.name(), each.after());
                // A variable may stand for the key whose name is free again.
                reached.add(Objects.requireNonNullElse(each.after().to(), sameKey(each.name())));
                if (each.before() != null) {
                    left.add(each.before().to());
                } else {
                    MoveAliases.inherit(tx, each.name(), dossiers.get(sameKey(each.name())), now);
                }
            });
            return pointers;
        }

        private void wire() {
            var moved = tx.aliases().wire(entries.wiring(), event.catalogue(), id);
            take("variable", moved);
            moved.forEach(each -> {
                if (each.after().to() != null) {
                    reached.add(new ImageKey(each.after().to()));
                }
                if (each.before() != null) {
                    left.add(new ImageKey(each.before().to()));
                }
            });
        }

        /** What something stands for now is wanted as if it were named. */
        private void bringBack(Map<ImageKey, Dossier> dossiers) {
            Set<ImageKey> standsFor =
                    reached.isEmpty() ? Set.of() : tx.aliases().standsFor();
            for (ImageKey key : reached) {
                Dossier image = dossiers.get(key);
                if (image.wish() instanceof Wish.Dropped && standsFor.contains(key)) {
                    keep(dossiers, image.namedAgain(targets, now));
                }
            }
        }

        /** Any catalogue may do so; who has not meant it should not have to search. */
        private <K, V> void take(String kind, List<Aliases.Moved<K, V>> moved) {
            moved.stream()
                    .filter(each -> each.before() != null && !each.before().by().equals(event.catalogue()))
                    .forEach(each -> remarks.add("catalogue " + event.catalogue() + " points " + kind + " "
                            + each.name()
                            + " at "
                            + Objects.requireNonNullElse(each.after().to(), "nothing") + "; catalogue "
                            + each.before().by() + " had pointed it at "
                            + each.before().to()));
        }

        /**
         * Whether another catalogue names an image so: the name would mean two images, and the key would win. It is refused.
         * A name that no catalogue has for a key any more is free: so a key that consumers know becomes an alias of newer ones.
         */
        private boolean isKey(Alias alias, Map<ImageKey, Dossier> dossiers) {
            Dossier dossier = dossiers.get(sameKey(alias));
            boolean away = entries.aliases().get(alias) == null;
            if (away || dossier.entry() == null || !ofOthers().contains(sameKey(alias))) {
                return false;
            }
            boolean own = dossier.entry().last().equals(event.catalogue());
            String message = "alias " + alias + " is also the key of an image of "
                    + (own
                            ? "another catalogue"
                            : "catalogue " + dossier.entry().last())
                    + ": give the alias a name of its own";
            refused.add(new CatalogueRefused(
                    event.catalogue(),
                    "aliases." + alias,
                    null,
                    entries.aliases().get(alias).value(),
                    FailureCode.CATALOGUE_INVALID,
                    message));
            return true;
        }
    }

    private static String joined(List<Difference> differences) {
        return differences.stream().map(Difference::toString).collect(Collectors.joining(", "));
    }

    private static ImageKey sameKey(Alias alias) {
        return new ImageKey(alias.value());
    }
}
