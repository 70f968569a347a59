package dev.darkroom.serve;

import dev.darkroom.registry.access.AcceptConnections;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import dev.darkroom.serve.settings.KafkaServers;
import dev.darkroom.serve.settings.Listening;
import dev.darkroom.serve.settings.SettingSources;
import dev.darkroom.serve.settings.Settings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What Quarkus is told by the process that it runs in, before all other sources of settings. */
final class QuarkusSettings {
    /** By which the registry's consumers are told what the names of their groups end in. */
    private static final String REGISTRY = "dev.darkroom.registry";
    /** By which beans are told the data directory. */
    static final String DATA = "dev.darkroom.data";

    private QuarkusSettings() {}

    static Map<String, String> of(ServerOptions options, Settings given, RunningProcess process, Listening listening)
            throws IOException {
        DataDirectory data = options.data();
        var settings = new HashMap<String, String>();
        settings.put("quarkus.datasource.jdbc.url", data.registryUrl());
        settings.put(REGISTRY, data.registrySuffix());
        settings.put(DATA, data.root().toString());
        settings.put(AcceptConnections.EXTENSIONS_SYSTEM_PROPERTY, AcceptConnections.BY_SERVICE_LOADER);
        if (options.configFile() != null) {
            settings.put(SettingSources.FILE, options.configFile().toString());
        }
        if (options.logFile() != null) {
            settings.put("quarkus.log.file.enabled", "true");
            settings.put("quarkus.log.file.path", options.logFile().toString());
            settings.put("quarkus.log.console.enabled", "false");
        }
        settings.putAll(options.settings());
        settings.put(KafkaServers.SETTING, process.kafka());
        settings.putAll(listening.settings(process.http().getPort()));
        if (!given.names("darkroom.targets")) {
            settings.put(
                    "darkroom.targets." + Server.USUAL_TARGET + ".directory",
                    data.images().toString());
        }
        return settings;
    }
}
