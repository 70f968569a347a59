package dev.darkroom.serve;

import dev.darkroom.serve.settings.ServerNotStartedException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port that somebody has asked for by an option. */
final class WantedPort {
    private WantedPort() {}

    /**
     * Holds it until it is closed.
     *
     * @param port   0: any
     * @param option that names another one
     * @throws ServerNotStartedException when it cannot be had
     */
    static ServerSocket hold(int port, InetAddress address, String option) throws IOException {
        try {
            return new ServerSocket(port, 1, address);
        } catch (BindException e) {
            throw ServerNotStartedException.unbound(port, address, option, e);
        }
    }
}
