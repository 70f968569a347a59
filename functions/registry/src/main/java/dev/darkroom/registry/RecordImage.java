package dev.darkroom.registry;

import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.Event;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageFetched;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.known.Admission;
import dev.darkroom.registry.known.Asking;
import dev.darkroom.registry.known.Difference;
import dev.darkroom.registry.known.Dossier;
import dev.darkroom.registry.known.Entry;
import dev.darkroom.registry.known.Failure;
import dev.darkroom.registry.known.Heard;
import dev.darkroom.registry.known.Scope;
import dev.darkroom.registry.known.Wish;
import dev.darkroom.registry.store.History;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** Notes what happened to an image. Every event counts once, whenever and however often it comes. */
public final class RecordImage {
    private static final Logger LOG = Logger.getLogger(RecordImage.class);

    private final Store store;
    private final Conclude conclude;
    private final RegistryMeters meters;
    private final Clock clock;

    public RecordImage(Store store, Conclude conclude, RegistryMeters meters, Clock clock) {
        this.store = store;
        this.conclude = conclude;
        this.meters = meters;
        this.clock = clock;
    }

    public void fetched(ImageFetched event) {
        String words = "staged from " + event.spec().sourceUrl() + ", " + event.sourceSha256()
                + (event.verified().isEmpty() ? "" : ", verified by " + Proof.join(event.verified()));
        record(event, event.key(), null, "fetched", words, (dossier, now) -> {
            warnOfOther(dossier, event, event.spec());
            return Heard.fetched(dossier, event, now);
        });
    }

    public void converted(ImageConverted event) {
        String words = "staged as " + event.artifact().format() + ", "
                + event.artifact().size() + " bytes";
        record(event, event.key(), null, "converted", words, (dossier, now) -> {
            warnOfOther(dossier, event, event.spec());
            return Heard.converted(dossier, event, now);
        });
    }

    private static void warnOfOther(Dossier dossier, Event event, ImageSpec spec) {
        if (Heard.isOfOther(dossier, spec)) {
            LOG.warnf(
                    "image %s: %s is about what its catalogue said before (%s), and does not count",
                    dossier.key(), event.eventType().type(), spec.sourceUrl());
        }
    }

    public void ready(ImageReady event) {
        String words =
                event.imageId() + " " + event.outcome() + ", " + event.size() + " bytes of " + event.diskFormat();
        record(event, event.key(), event.target(), "ready", words, (dossier, now) -> Heard.ready(dossier, event, now));
    }

    public void failed(ImageFailed event) {
        String words = event.stage() + " " + event.code() + ": " + event.message();
        boolean news = record(
                event,
                event.key(),
                event.target(),
                "failed",
                words,
                (dossier, now) -> Heard.failed(dossier, event, now));
        if (news) {
            meters.failed(event);
        }
    }

    private boolean record(
            Event event,
            ImageKey key,
            TargetName target,
            String what,
            String words,
            BiFunction<Dossier, Instant, Dossier> change) {
        Instant now = clock.instant();
        boolean news = store.write(tx -> {
            List<TargetAnnounced> targets = tx.targets().all();
            Dossier before = tx.dossiers().load(key);
            Dossier after = pointedAt(tx, before, change.apply(before, now));
            if (after.equals(before)) {
                conclude.heard(tx, before, targets);
                return false;
            }
            Dossier concluded = conclude.heard(tx, after, targets);
            if (before.wish().correction() != null && after.had()) {
                refuse(tx, before, before.wish().correction(), now);
            }
            tx.dossiers().save(List.of(concluded));
            if (missesSweptBytes(event, concluded, targets)) {
                return false;
            }
            tx.history().add(new History.Line(now, key, target, what, words));
            doubt(tx, event, before, after, now);
            followAliases(tx, before, concluded, now);
            return true;
        });
        meters.recorded(event, news);
        return news;
    }

    /** Somebody has its bytes, though no catalogue names it: what an alias or a variable stands for is wanted as if it were named. */
    private static Dossier pointedAt(Tx tx, Dossier before, Dossier after) {
        boolean dropped = before.wish() instanceof Wish.Withdrawn && after.wish() instanceof Wish.Dropped;
        return dropped && tx.aliases().standsFor().contains(after.key()) ? after.with(after.entry()) : after;
    }

    /** What a target has said to be ready may not be what its catalogue means. */
    private static void doubt(Tx tx, Event event, Dossier before, Dossier after, Instant now) {
        if (!(event instanceof ImageReady ready)) {
            return;
        }
        Scope scope = Scope.of(ready.target());
        Failure found = after.failures().get(scope);
        if (found != null && !found.equals(before.failures().get(scope))) {
            String words = found.code() + ": " + found.message();
            LOG.warnf("image %s at target %s: %s", ready.key(), ready.target(), words);
            tx.history().add(new History.Line(now, ready.key(), ready.target(), "failed", words));
        }
    }

    /** Its catalogue was corrected while a request was under way, and that has brought its bytes all the same. */
    private static void refuse(Tx tx, Dossier dossier, Entry correction, Instant now) {
        List<Difference> differences = Difference.between(dossier.entry().spec(), correction.spec());
        CatalogueRefused refused =
                Difference.refused(differences, correction.last(), dossier.key(), Admission.OTHER_BYTES);
        LOG.warnf("catalogue %s: %s", refused.catalogue(), refused.message());
        tx.say(refused.cameIn(correction.event()));
        tx.catalogues().refuse(correction.event(), refused);
        tx.history().add(new History.Line(now, dossier.key(), null, "refused", refused.message()));
    }

    /** Whether it says that staged bytes are gone which nobody needs: a repeated request has waited until they were swept. */
    private static boolean missesSweptBytes(Event event, Dossier image, List<TargetAnnounced> targets) {
        return event instanceof ImageFailed failed
                && failed.code() == FailureCode.STAGED_BYTES_MISSING
                && Asking.settled(image, targets).isPresent();
    }

    private static void followAliases(Tx tx, Dossier before, Dossier after, Instant now) {
        if (after.placements().equals(before.placements())) {
            return;
        }
        MoveAliases.follow(tx, tx.aliases().pointingAt(after.key()), Map.of(after.key(), after), now);
        MoveAliases.stay(tx, after, now);
    }
}
