package dev.darkroom.serve;

import dev.darkroom.events.Rounds;
import dev.darkroom.events.Texts;
import dev.darkroom.serve.data.CompactDatabase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;

/** Has the registry's file compacted each minute while the process runs, which may be for years. */
@ApplicationScoped
public class CompactRegularly {
    private static final Logger LOG = Logger.getLogger(CompactRegularly.class);

    private final CompactDatabase database;
    private boolean warned;
    private final Rounds later = new Rounds("darkroom-compact", Duration.ofMinutes(1), this::compact);

    CompactRegularly(DataSource database) {
        this.database = new CompactDatabase(database);
    }

    void start(@Observes StartupEvent event) {
        later.start();
    }

    void stop(@Observes ShutdownEvent event) {
        database.stop();
        later.stop(); // An interrupt might meet it in the middle of a write.
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
