package dev.darkroom.upload.openstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Passes bytes on to a server, and resets each connection after a number of them. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI target;
    private final long bytes;

    CuttingProxy(URI target, long bytes) throws IOException {
        this.target = target;
        this.bytes = bytes;
        Thread.ofVirtual().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> pass(client));
            } catch (IOException closed) {
                return;
            }
        }
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
