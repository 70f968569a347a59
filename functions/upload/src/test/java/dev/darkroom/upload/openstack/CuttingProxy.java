package dev.darkroom.upload.openstack;

import dev.darkroom.events.testing.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/** Passes bytes on to a server, and resets each connection after a number of them. */
final class CuttingProxy implements AutoCloseable {
    private final SocketServer server;
    private final URI target;
    private final long bytes;

    CuttingProxy(URI target, long bytes) {
        this.target = target;
        this.bytes = bytes;
        this.server = SocketServer.start(SocketServer.loopback(), this::pass);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private void pass(Socket client) {
        try (client;
                var there = new Socket(target.getHost(), target.getPort())) {
            InputStream in = client.getInputStream();
            OutputStream out = there.getOutputStream();
            var piece = new byte[8192];
            long left = bytes;
            while (left > 0) {
                int read = in.read(piece, 0, (int) Math.min(piece.length, left));
                if (read < 0) {
                    return;
                }
                out.write(piece, 0, read);
                left -= read;
            }
            client.setSoLinger(true, 0);
            there.setSoLinger(true, 0);
        } catch (IOException left) {
            // Either side may leave.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
