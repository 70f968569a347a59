package dev.darkroom.serve;

import dev.darkroom.events.Bus;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.TargetAnnounced.Problem;
import dev.darkroom.events.TargetName;
import dev.darkroom.registry.RecordTarget;
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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks, before the uploader announces its targets, at those that are known from earlier processes. With a broker of our own
 * there is no other uploader than ours: a target that it does not serve is served by nobody, and must hold up no image. And
 * what was wrong with one that it does serve may have been mended: until it is looked at again, nothing is concluded.
 */
@ApplicationScoped
public class ReviewTargets {
    private static final Problem NOT_SERVED = new Problem(
            FailureCode.TARGET_UNKNOWN, "nobody serves it any more; start with --to, or with settings, that name it");
    private static final Problem STARTING =
            new Problem(FailureCode.TARGET_UNAVAILABLE, "it has not been looked at since the start");

    private final Targets served;
    private final Store store;
    private final RecordTarget record;
    private final Bus bus;

    ReviewTargets(Targets served, Store store, RecordTarget record, Bus bus) {
        this.served = served;
        this.store = store;
        this.record = record;
        this.bus = bus;
    }

    /** Whether this target was only left behind by an earlier process. */
    public static boolean notServed(TargetView target) {
        return target.problem() != null
                && target.problem().code().equals(NOT_SERVED.code().label())
                && target.problem().message().equals(NOT_SERVED.message());
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        if (Server.kafkaElsewhere().isEmpty()) {
            review();
        }
    }

    void review() {
        Set<TargetName> names = served.all().stream().map(Target::name).collect(Collectors.toSet());
        List<TargetAnnounced> known = store.read(tx -> tx.targets().all());
        for (TargetAnnounced target : known) {
            if (!names.contains(target.target())) {
                say(target, NOT_SERVED);
            } else if (target.problem() != null) {
                say(target, STARTING);
            }
        }
    }

    /** The registry hears it at once; Kafka keeps it in the order in which everything is said of the target. */
    private void say(TargetAnnounced target, Problem problem) {
        if (problem.equals(target.problem())) {
            return;
        }
        TargetAnnounced event = target.with(problem);
        record.announced(event);
        bus.publish(event);
    }
}
