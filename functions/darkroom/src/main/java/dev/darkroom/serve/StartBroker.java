package dev.darkroom.serve;

import dev.darkroom.broker.EmbeddedKafka;
import dev.darkroom.broker.UnusedPort;
import java.io.IOException;
import java.net.InetAddress;

/** Starts Kafka in this process, on the port that somebody has asked for, or on a free one. */
final class StartBroker {
    private StartBroker() {}

    static EmbeddedKafka start(ServerOptions options, BrokerLost lost) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port;
        int controllerPort;
        int wanted = options.kafkaPort();
        try (var clients = wanted == 0 ? UnusedPort.hold(loopback) : WantedPort.hold(wanted, loopback, "--kafka-port");
                var controller = UnusedPort.hold(loopback)) {
            port = clients.getLocalPort();
            controllerPort = controller.getLocalPort();
        }
        return EmbeddedKafka.start(options.data().kafka(), port, controllerPort, lost);
    }
}
