package dev.darkroom.serve;

import dev.darkroom.events.Bus;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.Rounds;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Topic;
import dev.darkroom.registry.RecordTarget;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.store.Store;
import dev.darkroom.registry.store.StoreException;
import dev.darkroom.upload.AnnounceTargets;
import dev.darkroom.upload.Target;
import dev.darkroom.upload.Targets;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Says, before the uploader announces its targets, which there are. No other process works here, and so no other uploader
 * than ours: a target that it does not serve is served by nobody, and must hold up no image; what is there keeps its IDs. One
 * that it does serve is there from the start, so that nobody who asks early misses it: until it has been looked at, images
 * wait, and nothing is concluded from what was wrong with it before. It hears whether it has images, by what is known.
 */
@ApplicationScoped
public class ReviewTargets {
    private static final Logger LOG = Logger.getLogger(ReviewTargets.class);
    private static final Problem STARTING =
            new Problem(FailureCode.TARGET_UNAVAILABLE, "it has not been looked at since the start");

    private final Targets served;
    private final Store store;
    private final RecordTarget record;
    private final Bus bus;
    private final Rounds later = new Rounds("darkroom-targets", Duration.ofMinutes(1), this::reviewAgain);

    ReviewTargets(Targets served, Store store, RecordTarget record, Bus bus) {
        this.served = served;
        this.store = store;
        this.record = record;
        this.bus = bus;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        served.all().stream().filter(this::hasImages).forEach(Target::expectImages);
        List<TargetAnnounced> known = known();
        untilStopped(() -> {
            retireLeft(known);
            beginServed(known);
        });
        later.start();
    }

    /** Quarkus stops only what has started: it would wait for a Kafka that takes nothing. */
    private static void untilStopped(Runnable saying) {
        var stop = new Thread(Thread.currentThread()::interrupt, "darkroom-targets-stop");
        try {
            Runtime.getRuntime().addShutdownHook(stop);
        } catch (IllegalStateException e) {
            return; // It stops already.
        }
        var slow = CompletableFuture.runAsync(
                () -> ServeApplication.say("still waiting for Kafka to take what is for " + Topic.TARGETS.address()),
                CompletableFuture.delayedExecutor(ReachKafka.SILENCE.toMillis(), TimeUnit.MILLISECONDS));
        try {
            saying.run();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
        } finally {
            slow.cancel(false);
            forget(stop);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It stops. What comes behind is not to be interrupted, neither now nor later.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (!Thread.interrupted() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        later.interrupt();
    }

    /** The names of those that are served, of which the registry does not know yet how they are, or which images are there. */
    List<String> unseen(AnnounceTargets announcing) {
        return served.all().stream()
                .map(Target::name)
                .filter(name -> {
                    Optional<TargetAnnounced> said = announcing.said(name);
                    return said.isEmpty() || !said.equals(record.heard(name));
                })
                .map(TargetName::value)
                .toList();
    }

    /** What an earlier process has announced may be heard of only now: by a registry that is new, was lost, or was elsewhere. */
    void reviewAgain() {
        try {
            retireLeft(known());
        } catch (StoreException e) {
            LOG.debugf(e, "targets are looked at again in a minute: readiness says what is wrong with the registry");
        } catch (RuntimeException | Error e) {
            if (!later.isStopped()) {
                LOG.error("targets: unforeseen failure; they are looked at again in a minute", e);
            }
        }
    }

    /** Two names may stand for one place. */
    private boolean hasImages(Target target) {
        TargetAnnounced now = target.unasked(STARTING);
        return store.read(tx -> tx.targets().usableAt(now).stream().anyMatch(tx.dossiers()::anyReadyAt));
    }

    private List<TargetAnnounced> known() {
        return store.read(tx -> tx.targets().all());
    }

    private void retireLeft(List<TargetAnnounced> known) {
        for (TargetAnnounced target : known) {
            if (served.named(target.target()).isPresent()) {
                continue;
            }
            if (record.forget(target)) {
                LOG.infof("target %s is forgotten: it could never be used, and nobody serves it", target.target());
            } else if (say(target, target.with(Retirement.NOT_SERVED))) {
                LOG.warnf("target %s: %s", target.target(), Retirement.NOT_SERVED.message());
            }
        }
    }

    private void beginServed(List<TargetAnnounced> known) {
        for (Target target : served.all()) {
            TargetAnnounced before = known.stream()
                    .filter(each -> each.target().equals(target.name()))
                    .findFirst()
                    .orElse(null);
            if (before == null || !before.wants().equals(target.wants())) {
                say(before, target.unasked(STARTING));
            } else if (before.problem() != null) {
                say(before, before.with(STARTING));
            }
        }
    }

    /**
     * Speaks for an uploader. Kafka keeps it in the order of what is said; the registry hears it behind Kafka, since what it
     * has heard is not said again.
     *
     * @param before what the registry knows; null: nothing
     * @return whether it is news
     */
    private boolean say(TargetAnnounced before, TargetAnnounced now) {
        if (now.equals(before)) {
            return false;
        }
        bus.publish(now);
        record.announced(now);
        return true;
    }
}
