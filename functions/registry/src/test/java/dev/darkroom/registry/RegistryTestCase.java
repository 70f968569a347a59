package dev.darkroom.registry;

import static dev.darkroom.registry.testing.Said.target;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.testing.TestRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry that knows one target, {@code cloud}, which wants raw. */
public abstract class RegistryTestCase {
    @TempDir
    private Path directory;

    protected TestRegistry registry;

    @BeforeEach
    void open() {
        registry = new TestRegistry(directory);
        registry.target.announced(target("cloud", DiskFormat.RAW));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    /** What is asked for now. */
    protected List<ImageRequested> asked() {
        registry.bus.clear();
        registry.round();
        return registry.bus.published(ImageRequested.class);
    }

    protected Status status(String key) {
        return registry.standing(key, "cloud").status();
    }

    /** The id of the event with which a catalogue has named it last. */
    protected UUID event(String key) {
        return registry.dossier(key).wish().kept().event();
    }

    /** The IDs there, by key and alias. */
    protected Map<String, String> ids() {
        return registry.ids
                .find(new FindIds.Question("cloud", Set.of(), Duration.ZERO))
                .images();
    }
}
