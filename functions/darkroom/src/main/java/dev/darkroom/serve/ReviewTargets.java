package dev.darkroom.serve;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.registry.RetireTarget;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.registry.store.Store;
import dev.darkroom.upload.Target;
import dev.darkroom.upload.Targets;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Says, before the uploader announces its targets, which there are. With a broker of our own there is no other uploader than
 * ours: a target that it does not serve is served by nobody, and must hold up no image. One that it does serve is there from
 * the start, so that nobody who asks early misses it: until it has been looked at, images wait, and nothing is concluded from
 * what was wrong with it before.
 */
@ApplicationScoped
public class ReviewTargets {
    private static final Logger LOG = Logger.getLogger(ReviewTargets.class);
    private static final Problem STARTING =
            new Problem(FailureCode.TARGET_UNAVAILABLE, "it has not been looked at since the start");

    private final Targets served;
    private final Store store;
    private final RetireTarget retire;

    ReviewTargets(Targets served, Store store, RetireTarget retire) {
        this.served = served;
        this.store = store;
        this.retire = retire;
    }

    /** Whether this target was only left behind by an earlier process. */
    public static boolean notServed(TargetView target) {
        return target.problem() != null && target.problem().code().equals(FailureCode.TARGET_RETIRED.label());
    }

    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event,
            @ConfigProperty(name = Server.OWN_KAFKA) boolean ownKafka) {
        if (ownKafka) {
            review();
        }
    }

    void review() {
        List<TargetAnnounced> known = store.read(tx -> tx.targets().all());
        for (TargetAnnounced target : known) {
            if (served.named(target.target()).isEmpty() && retire.say(target.with(Retirement.NOT_SERVED))) {
                LOG.warnf("target %s: %s", target.target(), Retirement.NOT_SERVED.message());
            }
        }
        for (Target target : served.all()) {
            TargetAnnounced before = known.stream()
                    .filter(each -> each.target().equals(target.name()))
                    .findFirst()
                    .orElse(null);
            if (before == null || !before.wants().equals(target.wants())) {
                retire.say(target.unasked(STARTING));
            } else if (before.problem() != null) {
                retire.say(before.with(STARTING));
            }
        }
    }
}
