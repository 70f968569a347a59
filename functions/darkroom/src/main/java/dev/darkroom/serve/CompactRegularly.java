package dev.darkroom.serve;

import dev.darkroom.events.Texts;
import dev.darkroom.serve.data.CompactDatabase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;

/** Has the registry's file compacted each minute while the process runs, which may be for years. */
@ApplicationScoped
public class CompactRegularly {
    private static final Logger LOG = Logger.getLogger(CompactRegularly.class);

    private final CompactDatabase database;
    private boolean warned;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("darkroom-compact").factory());

    CompactRegularly(DataSource database) {
        this.database = new CompactDatabase(database);
    }

    void start(@Observes StartupEvent event) {
        later.scheduleWithFixedDelay(this::compact, 1, 1, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        database.stop();
        later.shutdown(); // An interrupt might meet it in the middle of a write.
    }

    void compact() {
        try {
            database.run()
                    .ifPresent(done -> LOG.debugf(
                            "registry: its file was compacted in %d steps and %s: of what is written, %d %% were good,"
                                    + " now %d %%; it has %s",
                            done.steps(), Texts.of(done.took()), done.before(), done.after(), done.size()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | MVStoreException | OutOfMemoryError e) {
            // Whoever needs the registry says what is wrong with it; it is looked after again when it is well.
            LOG.debugf(e, "registry: its file could not be looked after");
        } catch (RuntimeException | Error e) {
            // It does by H2's own classes what H2 has no command for: another version may not have them.
            if (!warned) {
                LOG.warn("registry: its file cannot be compacted, and grows while this process runs", e);
            }
            warned = true;
        }
    }
}
