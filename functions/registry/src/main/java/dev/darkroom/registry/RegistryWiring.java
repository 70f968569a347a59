package dev.darkroom.registry;

import dev.darkroom.events.Bus;
import dev.darkroom.registry.access.Access;
import dev.darkroom.registry.access.AccessSettings;
import dev.darkroom.registry.access.LimitConnections;
import dev.darkroom.registry.access.Rate;
import dev.darkroom.registry.access.Tokens;
import dev.darkroom.registry.catalogue.JudgeCatalogue;
import dev.darkroom.registry.http.PublishInTime;
import dev.darkroom.registry.known.BackOff;
import dev.darkroom.registry.query.Caller;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.query.Snapshots;
import dev.darkroom.registry.query.UntilAdmitted;
import dev.darkroom.registry.query.Waiting;
import dev.darkroom.registry.store.Changes;
import dev.darkroom.registry.store.Store;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what this module needs in an application. */
@ApplicationScoped
class RegistryWiring {

    @Produces
    @Singleton
    Changes changes() {
        return new Changes();
    }

    @Produces
    @Singleton
    Store store(DataSource database, Changes changes) {
        return new Store(database, changes, () -> {
            if (database instanceof AgroalDataSource pool) {
                pool.flush(AgroalDataSource.FlushMode.ALL);
            }
        });
    }

    @Produces
    @Singleton
    RegistryMeters meters(MeterRegistry meters) {
        return new RegistryMeters(meters);
    }

    @Produces
    @Singleton
    Conclude conclude(RegistrySettings settings, Clock clock) {
        var backOff = new BackOff(settings.retryInitial(), settings.retryCap(), settings.stalledAfter());
        return new Conclude(backOff, clock);
    }

    @Produces
    @Singleton
    AdmitCatalogue admitCatalogue(Store store, Conclude conclude, RegistryMeters meters, Clock clock) {
        return new AdmitCatalogue(new JudgeCatalogue()::read, store, conclude, meters, clock);
    }

    @Produces
    @Singleton
    RecordImage recordImage(Store store, Conclude conclude, RegistryMeters meters, Clock clock) {
        return new RecordImage(store, conclude, meters, clock);
    }

    @Produces
    @Singleton
    RecordTarget recordTarget(Store store, Conclude conclude, RegistryMeters meters, Clock clock) {
        return new RecordTarget(store, conclude, meters, clock);
    }

    @Produces
    @Singleton
    Clerk clerk(RegistrySettings settings, Store store, Conclude conclude, Changes changes, Bus bus, Clock clock) {
        var ask = new AskAgain(store, conclude, clock, settings.restartGrace());
        var publish = new PublishDecided(store, bus);
        var memory = new EnoughMemory(store, Runtime.getRuntime().maxMemory());
        return new Clerk(ask, publish, memory, store, changes, Duration.ofSeconds(1));
    }

    @Produces
    @Singleton
    UntilRecorded untilRecorded() {
        return new UntilRecorded(Duration.ofSeconds(5));
    }

    @Produces
    @Singleton
    RegistryHealth health(Store store, Clerk clerk, UntilRecorded until) {
        return new RegistryHealth(store, clerk, until);
    }

    @Produces
    @Singleton
    Snapshots snapshots(Store store) {
        return new Snapshots(store);
    }

    @Produces
    @Singleton
    Waiting waiting(
            Snapshots snapshots, Changes changes, RegistrySettings settings, AccessSettings access, Caller caller) {
        return new Waiting(snapshots, changes, Waiting.AT_ONCE, access.waits(), settings.longestWait(), caller);
    }

    @Produces
    @Singleton
    RetryImage retryImage(Store store, Conclude conclude, Clock clock) {
        return new RetryImage(store, conclude, clock);
    }

    @Produces
    @Singleton
    PublishInTime publishInTime() {
        return new PublishInTime(Duration.ofSeconds(30));
    }

    @Produces
    @Singleton
    UntilAdmitted untilAdmitted(Store store, Waiting waiting) {
        return new UntilAdmitted(store, waiting, Duration.ofSeconds(5));
    }

    @Produces
    @Singleton
    Rate rate(AccessSettings settings) {
        return new Rate(settings.rate(), System::nanoTime);
    }

    @Produces
    @Singleton
    @Unremovable // Only Netty asks for it.
    LimitConnections limitConnections(AccessSettings settings) {
        return LimitConnections.of(settings.connections());
    }

    @Produces
    @Singleton
    Access access(
            AccessSettings settings, @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> provider)
            throws IOException {
        Optional<Path> tokens = settings.tokens();
        return new Access(
                tokens.isEmpty() && provider.isEmpty(),
                provider.isPresent(),
                tokens.isPresent() ? Tokens.read(tokens.get(), System::nanoTime) : Tokens.none());
    }

    @Produces
    @Singleton
    Query query(Store store, Snapshots snapshots, Waiting waiting) {
        return new Query(store, snapshots, waiting);
    }

    @Produces
    @Singleton
    FindIds findIds(Waiting waiting) {
        return new FindIds(waiting);
    }
}
