package dev.darkroom.upload.glance;

import dev.darkroom.events.Digest;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.Texts;
import dev.darkroom.upload.Artifact;
import dev.darkroom.upload.PublishedImage;
import dev.darkroom.upload.openstack.ImageService;
import dev.darkroom.upload.openstack.RemoteImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Makes one image ready at one cloud: makes it under its first ID, or else does what {@link DecisionTable} says of what is
 * there, or of the next one. After the bytes it looks: what is there counts, not what the service answered.
 */
final class PublishImage {
    private static final Logger LOG = Logger.getLogger(PublishImage.class);
    /** IDs are used up by deletion and taken by strangers, but rarely: more than a few mean that somebody is at it. */
    static final int GENERATIONS = 8;

    /** How many of them may be used up to spare a wait: the others are for what cannot be helped. */
    private static final int HASTY = GENERATIONS / 2;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /**
     * By how much the service's clock may be behind ours. Those of machines that ask for the time differ by less than a
     * second; to take more for granted would have long uploads only made anew at once. Where they differ by more, somebody
     * else's upload may be deleted, which sends it again.
     */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

    private final ImageService service;
    private final DecisionTable table;
    private final ImageConverted event;
    private final Artifact artifact;
    private final Contents contents;
    private final Presentation presentation;
    private final LongConsumer progress;
    private final Map<ImageId, Instant> broken;
    private long sent;
    private Instant lastSent;

    /**
     * @param progress hears how many bytes have been sent
     * @param broken   when this process last sent bytes of an image, where it broke off or found no quota; kept from one
     *                 attempt to the next
     */
    PublishImage(
            ImageService service,
            DecisionTable table,
            ImageConverted event,
            Artifact artifact,
            Presentation presentation,
            LongConsumer progress,
            Map<ImageId, Instant> broken) {
        this.service = service;
        this.table = table;
        this.event = event;
        this.artifact = artifact;
        this.contents = new Contents(artifact, event.sourceSha256());
        this.presentation = presentation;
        this.progress = progress;
        this.broken = broken;
    }

    ImageReady publish() {
        for (int generation = 0; generation < GENERATIONS; generation++) {
            Optional<ImageReady> ready = under(generation);
            if (ready.isPresent()) {
                return ready.get();
            }
        }
        throw new FailureException(
                FailureCode.TARGET_REFUSED,
                "all " + GENERATIONS + " IDs of " + event.key()
                        + " are taken, or were used and deleted (Glance never takes an ID twice), the first is "
                        + ImageId.of(event.key(), 0) + ": use a new key");
    }

    /** Empty when this ID is not to be had. */
    private Optional<ImageReady> under(int generation) {
        ImageId id = ImageId.of(event.key(), generation);
        boolean staged = artifact.isThere();
        if (staged && isMade(id, generation)) {
            return Optional.of(send(id, generation));
        }
        Decision decision = look(id, contents::right);
        if (decision instanceof Decision.Create && !staged) {
            Optional<ImageReady> later = underLater(generation);
            if (later.isPresent()) {
                return later;
            }
            artifact.path(); // No image is made for bytes that are gone.
            return under(generation); // They have come meanwhile: this ID is still the one.
        }
        return act(id, generation, decision);
    }

    /**
     * Makes the image without a look before: most are new, and each question is a while at a cloud far away. False when it
     * was there, or was used and deleted, or its owner hides it. Who may make no more is told so also of one that is there.
     */
    private boolean isMade(ImageId id, int generation) {
        try {
            return service.create(
                    presentation.metadata().newImage(PublishedImage.of(event, generation, artifact.size(), null)));
        } catch (FailureException refused) {
            if (isThere(id, refused)) {
                return false;
            }
            throw refused;
        }
    }

    private boolean isThere(ImageId id, FailureException refused) {
        try {
            return service.find(id).isPresent();
        } catch (FailureException e) {
            refused.addSuppressed(e);
            return false;
        }
    }

    /**
     * Without bytes the image can only be under a later ID, when this one was used and deleted. Nobody asks for those before
     * there is need to: each costs a question, for every new image.
     */
    private Optional<ImageReady> underLater(int generation) {
        for (int later = generation + 1; later < GENERATIONS; later++) {
            ImageId id = ImageId.of(event.key(), later);
            Decision decision = look(id, contents::right);
            if (decision.keeps()) {
                Optional<ImageReady> ready = act(id, later, decision);
                if (ready.isPresent()) {
                    return ready;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ImageReady> act(ImageId id, int generation, Decision found) {
        Decision decision = found instanceof Decision.Conflict conflict ? table.other(conflict.image()) : found;
        return switch (decision) {
            case Decision.Create hidden ->
                next(id, "it was used and deleted (Glance never takes an ID twice), or its owner hides it");
            case Decision.NextId taken -> next(id, taken.why());
            case Decision.Replace stuck -> {
                service.delete(id);
                yield next(id, stuck.why() + " and was deleted");
            }
            case Decision.Send queued -> Optional.of(send(id, generation));
            case Decision.Done done -> Optional.of(present(done.image(), generation, false));
            case Decision.Wait wait
            when generation < HASTY && isBroken(wait.image()) -> {
                service.delete(id);
                broken.remove(id);
                yield next(id, "the sending of its bytes broke off or found no quota, and it was deleted");
            }
            case Decision.Wait wait -> throw inUse(wait);
            case Decision.Conflict conflict -> throw conflict(conflict.image());
            case Decision.Deactivated off -> throw deactivated(id);
        };
    }

    private Optional<ImageReady> next(ImageId id, String why) {
        LOG.infof("upload %s: image %s is not to be used: %s; the next ID is tried", event.key(), id, why);
        return Optional.empty();
    }

    private Decision look(ImageId id, Predicate<RemoteImage> sameBytes) {
        return table.decide(service.find(id), sameBytes);
    }

    private ImageReady send(ImageId id, int generation) {
        broken.remove(id);
        sent = 0;
        Digest digest;
        try {
            digest = service.upload(id, artifact.path(), artifact.knownDigest(), done -> {
                sent = done;
                lastSent = table.clock().instant();
                progress.accept(done);
            });
        } catch (FailureException e) {
            return afterFailure(id, generation, e);
        }
        Decision seen;
        try {
            seen = look(id, image -> contents.sent(image, digest));
        } catch (FailureException e) {
            if (e.code() == FailureCode.STAGED_BYTES_MISSING) {
                service.delete(id); // What was sent is not what was staged, whatever the service thinks of it.
            }
            throw e;
        }
        return switch (seen) {
            case Decision.Done done -> present(done.image(), generation, true);
            case Decision.Conflict bad -> throw corrupted(bad.image());
            case Decision.Wait wait -> throw inUse(wait);
            case Decision.Deactivated off -> throw deactivated(id);
            case Decision.Send none -> throw lost(id, "waits for its bytes again");
            case Decision.Create none -> throw lost(id, "is gone");
            case Decision.NextId none -> throw lost(id, "is gone: " + none.why());
            case Decision.Replace none -> throw lost(id, "is of no use: " + none.why());
        };
    }

    /** The answer may have been lost and the bytes not; or somebody like us sends them, and ours were not taken. */
    private ImageReady afterFailure(ImageId id, int generation, FailureException failure) {
        boolean refused = failure.code() == FailureCode.IMAGE_CONFLICT;
        // Of a quota Glance itself speaks; a proxy may refuse what Glance behind it stores yet.
        boolean mayStore = sent == artifact.size() && failure.code() != FailureCode.QUOTA_EXCEEDED;
        if (!refused && sent > 0 && !mayStore) {
            broken.put(id, lastSent);
        }
        Decision seen;
        try {
            seen = look(id, contents::right);
        } catch (FailureException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        switch (seen) {
            case Decision.Done done -> {
                return present(done.image(), generation, !refused);
            }
            case Decision.Conflict bad when !refused -> throw corrupted(bad.image());
            case Decision.Wait wait when refused -> throw inUse(wait);
            case Decision other -> throw refused ? lost(id, "did not take the bytes") : failure;
        }
    }

    /**
     * Whether it still is as our sending left it, which changed it as it began. Nobody else can have begun before our last
     * bytes, and whoever has begun since has changed it since.
     */
    private boolean isBroken(RemoteImage image) {
        Instant at = broken.get(image.id());
        return at != null && image.updatedAt().isBefore(at.minus(CLOCKS_DIFFER));
    }

    private ImageReady present(RemoteImage there, int generation, boolean uploaded) {
        var image = PublishedImage.of(event, generation, there.size(), contents.sha512(there));
        return presentation.present(there, image, uploaded);
    }

    /** We sent these bytes ourselves, and nobody has seen them: the image is still private. */
    private FailureException corrupted(RemoteImage bad) {
        service.delete(bad.id());
        artifact.requireIntact();
        return new FailureException(
                FailureCode.UPLOAD_CORRUPTED,
                "image " + bad.id() + " became " + bad.size() + " bytes with " + bad.hashAlgorithm() + " "
                        + bad.hashValue() + ", which is not the " + artifact.size()
                        + " bytes that were sent; it was deleted and is uploaded again");
    }

    private FailureException inUse(Decision.Wait wait) {
        RemoteImage image = wait.image();
        return new FailureException(
                FailureCode.TARGET_UNAVAILABLE,
                "image " + image.id() + " is " + image.status()
                        + ": somebody is sending its bytes, or the image service was "
                        + "killed meanwhile; if nothing comes of it, it is replaced in "
                        + Texts.of(wait.left()),
                wait.left().compareTo(LONGEST_WAIT) < 0 ? wait.left().plusSeconds(1) : LONGEST_WAIT,
                null);
    }

    private FailureException conflict(RemoteImage image) {
        return new FailureException(
                FailureCode.IMAGE_CONFLICT,
                "image " + image.id() + " is active as " + image.diskFormat() + " with " + image.hashAlgorithm() + " "
                        + image.hashValue() + ", which are not the bytes of " + event.key() + " as " + artifact.format()
                        + "; nothing was changed: delete it there, or use a new key");
    }

    static FailureException deactivated(ImageId id) {
        return new FailureException(
                FailureCode.TARGET_REFUSED,
                "image " + id
                        + " was deactivated by an operator of the cloud: it must be reactivated or deleted there");
    }

    private static FailureException lost(ImageId id, String what) {
        return new FailureException(
                FailureCode.TARGET_UNAVAILABLE,
                "image " + id + " " + what + " after its bytes were sent; it is tried again");
    }
}
