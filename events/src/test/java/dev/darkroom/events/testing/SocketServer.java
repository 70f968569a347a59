package dev.darkroom.events.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Plain sockets for fakes of servers: each connection has a thread of its own, and closing ends them all. */
public final class SocketServer implements AutoCloseable {
    private final ServerSocket server;
    private final Consumer<Socket> service;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private SocketServer(ServerSocket server, Consumer<Socket> service) {
        this.server = server;
        this.service = service;
    }

    /** @param service gets each connection, and closes it */
    public static SocketServer start(ServerSocket server, Consumer<Socket> service) {
        var started = new SocketServer(server, service);
        Thread.ofVirtual().start(started::accept);
        return started;
    }

    /** A port of loopback that nobody else has. */
    public static ServerSocket loopback() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** One line of a request's head; empty at its end. */
    public static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> service.accept(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
