package dev.darkroom.staging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what this module needs in an application; {@link Staging} itself is the application's choice. */
@ApplicationScoped
class StagingWiring {

    /** One for the whole process: it guards only those who share it. */
    @Produces
    @Singleton
    KeyGuard keyGuard() {
        return new KeyGuard();
    }

    @Produces
    @Singleton
    SweepStaging sweepStaging(Staging staging, KeyGuard guard) {
        return new SweepStaging(staging, guard);
    }
}
