package dev.darkroom.serve;

import dev.darkroom.serve.data.DataDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a process is to serve.
 *
 * @param data          where it keeps everything
 * @param forOneCommand whether it works for the command that starts it, and ends with that: then nobody else needs to reach it
 * @param httpPort      0 takes a free one
 * @param kafkaPort     on 127.0.0.1; 0 takes a free one
 * @param settings      {@code darkroom.*} settings that win over every other source
 * @param configFile    a properties file with settings; null for none
 * @param logFile       where the log goes; null for standard error
 * @param say           says to people what the log cannot
 */
public record ServerOptions(
        DataDirectory data,
        boolean forOneCommand,
        int httpPort,
        int kafkaPort,
        Map<String, String> settings,
        Path configFile,
        Path logFile,
        Consumer<String> say) {
    public ServerOptions {
        settings = Map.copyOf(settings);
    }
}
