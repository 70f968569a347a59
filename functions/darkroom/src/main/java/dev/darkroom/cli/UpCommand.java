package dev.darkroom.cli;

import dev.darkroom.serve.Server;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code darkroom up}. */
@Command(
        name = "up",
        description = "Serves until it is stopped: Kafka for this machine, HTTP where the settings say.",
        footer = {"", "Example:", "  darkroom up --to cloud:mycloud --to dir:/srv/images --disk-format raw"})
final class UpCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final TargetOptions targets = new TargetOptions();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "8080",
            description = "Where the registry answers; 0 takes a free one. ${DEFAULT-VALUE} by default.")
    private int httpPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "9092",
            description = "Where Kafka answers; 0 takes a free one. ${DEFAULT-VALUE} by default.")
    private int kafkaPort;

    UpCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.requireNoRegistry();
        UnusedProxies.say(session.console());
        Server server =
                new StartServer(session, session.data(), Map.of()).start(targets, false, httpPort, kafkaPort, null);
        Console console = session.console();
        console.say("serving " + session.data().root());
        console.say("  HTTP    " + server.http() + "/images, /ids, /targets, /aliases, /q/health, /q/metrics");
        if (server.readable()) {
            console.say("          not encrypted: tokens can be read on the way; give it a certificate with"
                    + " quarkus.tls.key-store.pem.0.cert and .key, or have a proxy do so");
        }
        console.say("  Kafka   " + server.kafka());
        console.say("  targets " + String.join(", ", server.targets()));
        console.say("publish with " + session.command("publish CATALOGUE") + ", ask with " + session.command("ids")
                + ", stop with Ctrl-C");
        server.awaitStopped();
        return ExitCode.OK;
    }
}
