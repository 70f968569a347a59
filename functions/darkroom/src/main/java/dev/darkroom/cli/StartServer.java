package dev.darkroom.cli;

import dev.darkroom.cli.TargetOptions.Place;
import dev.darkroom.cli.ask.FindRegistry;
import dev.darkroom.cli.ask.Registry;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.serve.Server;
import dev.darkroom.serve.ServerOptions;
import dev.darkroom.serve.data.DataDirectory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Starts Darkroom in this process, as the options say. */
final class StartServer {
    private final Session session;
    private final DataDirectory data;
    private final Map<String, String> extra;

    /**
     * @param data  where it keeps everything
     * @param extra settings that win over those of the user
     */
    StartServer(Session session, DataDirectory data, Map<String, String> extra) {
        this.session = session;
        this.data = data;
        this.extra = extra;
    }

    /**
     * Starts, and returns when HTTP answers.
     *
     * @param forOneCommand whether it works for this command, and ends with it
     * @param httpPort      0 takes a free one
     * @param kafkaPort     0 takes a free one
     * @param logFile       null: standard error
     */
    Server start(TargetOptions targets, boolean forOneCommand, int httpPort, int kafkaPort, Path logFile)
            throws InterruptedException {
        // Also says that a file cannot be read, before anything begins.
        if (session.settings().names("darkroom.targets") && !targets.places().isEmpty()) {
            throw CommandException.usage("the settings name targets (darkroom.targets), and this run names another:"
                    + " leave out one or the other, so that nothing is published where it is not wanted");
        }
        var settings = new HashMap<>(session.options().settings());
        settings.putAll(extra);
        if (!targets.places().isEmpty()) {
            settings.putAll(settings(targets));
        }
        return Server.start(new ServerOptions(
                data,
                forOneCommand,
                httpPort,
                kafkaPort,
                settings,
                session.options().config(),
                logFile,
                session.console()::say));
    }

    private Map<String, String> settings(TargetOptions targets) throws InterruptedException {
        var settings = new HashMap<String, String>();
        new NameTargets(known()).of(targets.places()).forEach((name, place) -> {
            String prefix = "darkroom.targets.\"" + name + "\".";
            switch (place) {
                case Place.Directory(Path path) -> settings.put(prefix + "directory", path.toString());
                case Place.Cloud(String cloud) -> settings.put(prefix + "cloud", cloud);
            }
            if (targets.diskFormat() != null) {
                settings.put(prefix + "disk-format", targets.diskFormat().label());
            }
        });
        return settings;
    }

    private Map<String, TargetView> known() throws InterruptedException {
        Optional<Registry> found = new FindRegistry(data, null, session.deadline()).any();
        if (found.isEmpty()) {
            return Map.of();
        }
        try (Registry registry = found.get()) {
            return registry.knownTargets();
        } catch (UnansweredException e) {
            return Map.of(); // Held by another process: the start says so.
        }
    }
}
