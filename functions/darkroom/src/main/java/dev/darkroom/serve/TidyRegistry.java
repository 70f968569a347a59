package dev.darkroom.serve;

import dev.darkroom.events.Texts;
import dev.darkroom.serve.data.GatherContent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Has the registry's file looked after each minute while the process runs, which may be for years. */
@ApplicationScoped
public class TidyRegistry {
    private static final Logger LOG = Logger.getLogger(TidyRegistry.class);

    private final GatherContent gather;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("darkroom-tidy").factory());

    TidyRegistry(DataSource database) {
        this.gather = new GatherContent(database);
    }

    void start(@Observes StartupEvent event) {
        later.scheduleWithFixedDelay(this::tidy, 1, 1, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        gather.stop();
        later.shutdown(); // An interrupt might meet it in the middle of a write.
    }

    private void tidy() {
        try {
            gather.run()
                    .ifPresent(done -> LOG.debugf(
                            "registry: its file was gathered in %d steps and %s: of what is written, %d %% were good,"
                                    + " now %d %%; it has %s",
                            done.steps(), Texts.of(done.took()), done.before(), done.after(), done.size()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException | Error e) {
            // Whoever needs the registry says what is wrong with it; it is looked after again when it is well.
            LOG.debugf(e, "registry: its file could not be looked after");
        }
    }
}
