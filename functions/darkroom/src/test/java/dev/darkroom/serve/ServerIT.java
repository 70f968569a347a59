package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.broker.FreePort;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.data.DataDirectory.Hold;
import dev.darkroom.serve.settings.ServerNotStartedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path root;

    @Test
    void aStartThatFailsBeforeTheBrokerRunsHoldsNothing() throws Exception {
        try (var other = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> start(other.getLocalPort()))
                    .isInstanceOf(ServerNotStartedException.class)
                    .hasMessageContaining("is in use");
        }

        assertThat(isFree()).isTrue();
    }

    @Test
    void aStartThatFailsBehindTheBrokerStopsItAndHoldsNothing() throws Exception {
        int port = FreePort.any();
        Files.createDirectories(root.resolve("registry.id/a"));

        assertThatThrownBy(() -> start(port))
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageContaining("Is a directory");

        assertThat(root.resolve("kafka/meta.properties")).exists();
        new ServerSocket(port, 1, LOOPBACK).close();
        assertThat(isFree()).isTrue();
    }

    private void start(int kafkaPort) throws InterruptedException {
        Server.start(new ServerOptions(DataDirectory.at(root), true, 0, kafkaPort, Map.of(), null, null, line -> {}));
    }

    private boolean isFree() throws IOException, InterruptedException {
        Optional<Hold> hold = DataDirectory.at(root).hold();
        if (hold.isPresent()) {
            hold.get().close();
        }
        return hold.isPresent();
    }
}
