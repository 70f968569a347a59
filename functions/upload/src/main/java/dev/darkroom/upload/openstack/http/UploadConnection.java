package dev.darkroom.upload.openstack.http;

import dev.darkroom.events.ByteSize;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jboss.logging.Logger;

/**
 * A connection for one upload, used by one thread that blocks. The JDK's client hands each piece of a body through several
 * threads and buffers, which takes more processor time than the service's own hashing leaves over on a small machine; this
 * one writes from the file's buffer into the socket. HttpCore speaks the protocol and does nothing by itself.
 */
final class UploadConnection implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UploadConnection.class);

    /**
     * How many bytes are sent between two looks for an answer that comes too early: with TLS a look takes up to a
     * millisecond.
     */
    private static final int LOOK = 16 << 20;

    /** An answer that does not keep to these is not read to its end, if it has one. */
    private static final Http1Config BOUNDS = Http1Config.custom()
            .setMaxLineLength(32 << 10)
            .setMaxHeaderCount(200)
            .setMaxEmptyLineCount(5)
            .build();

    // The address of a socket of its own, not of a proxy that the system's properties name.
    private final Socket socket = new Socket(Proxy.NO_PROXY);
    private final SSLContext trust;
    private final int largestAnswer;
    private volatile boolean stopped;

    /** @param largestAnswer in bytes */
    UploadConnection(SSLContext trust, int largestAnswer) {
        this.trust = trust;
        this.largestAnswer = largestAnswer;
    }

    /**
     * Connects, sends and reads the answer. It knows no time limit but that of the connection: whoever has waited long
     * enough for bytes to be taken stops the sending, and whoever has waited long enough for an answer closes this.
     */
    Reply send(String method, URI uri, Map<String, String> headers, StreamBody body, Duration connect)
            throws IOException {
        try (var connection = new DefaultBHttpClientConnection(
                BOUNDS, null, null, null, null, new MonitoringResponseOutOfOrderStrategy(LOOK), null, null)) {
            bind(connection, uri, connect);
            ClassicHttpResponse response = exchange(connection, request(method, uri, headers, body));
            return new Reply(method, uri, response.getCode(), headers(response), body(response));
        } catch (HttpException e) {
            throw new IOException("its answer is not HTTP/1.1 as it should be", e);
        }
    }

    private void bind(DefaultBHttpClientConnection connection, URI uri, Duration connect) throws IOException {
        boolean encrypted = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : encrypted ? 443 : 80;
        connect(new InetSocketAddress(uri.getHost(), port), connect);
        if (!encrypted) {
            connection.bind(socket);
            return;
        }
        var tls = (SSLSocket) trust.getSocketFactory().createSocket(socket, uri.getHost(), port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        connection.bind(tls, socket);
    }

    private void connect(InetSocketAddress address, Duration connect) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        try {
            socket.connect(address, Math.toIntExact(connect.toMillis()));
        } catch (SocketTimeoutException e) {
            throw new HttpConnectTimeoutException(e.getMessage());
        }
    }

    /** A service that refuses a body may answer and leave before it has read it all: that answer counts. */
    private static ClassicHttpResponse exchange(DefaultBHttpClientConnection connection, ClassicHttpRequest request)
            throws IOException, HttpException {
        connection.sendRequestHeader(request);
        IOException broken = null;
        try {
            connection.sendRequestEntity(request);
            connection.flush();
        } catch (IOException e) {
            broken = e;
        }
        try {
            ClassicHttpResponse response = connection.receiveResponseHeader();
            while (response.getCode() < 200) {
                response = connection.receiveResponseHeader();
            }
            connection.receiveResponseEntity(response);
            return response;
        } catch (IOException e) {
            throw broken == null ? e : broken;
        }
    }

    private static ClassicHttpRequest request(String method, URI uri, Map<String, String> headers, StreamBody body) {
        var request = new BasicClassicHttpRequest(method, uri);
        headers.forEach(request::setHeader);
        request.setHeader("Host", uri.getRawAuthority());
        request.setHeader("Connection", "close");
        request.setHeader("Content-Type", body.getContentType());
        request.setHeader("Content-Length", body.getContentLength());
        request.setEntity(body);
        return request;
    }

    private static Map<String, String> headers(ClassicHttpResponse response) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName(), header.getValue());
        }
        return headers;
    }

    /**
     * Sends nothing more, from another thread: what is being sent fails, and an answer that has come is read. A service that
     * has refused an image may read none of it, and keep the connection.
     */
    void stopSending() {
        if (socket.isConnected() && !stopped) {
            stopped = true;
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                LOG.debugf(e, "the connection has just been closed");
            }
        }
    }

    /** Whether we have stopped it: then an answer may be about that, and not about the image. */
    boolean isStopped() {
        return stopped;
    }

    /** Of an answer that says no, the status counts, whatever becomes of its words. */
    private byte[] body(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        try {
            return entity == null ? new byte[0] : read(entity);
        } catch (CloudHttp.GaveUp e) {
            throw e;
        } catch (IOException e) {
            if (response.getCode() < 400) {
                throw e;
            }
            LOG.debugf(e, "the words of an answer %d broke off", response.getCode());
            return new byte[0];
        }
    }

    private byte[] read(HttpEntity entity) throws IOException {
        byte[] answer = entity.getContent().readNBytes(largestAnswer + 1);
        if (answer.length > largestAnswer) {
            throw new CloudHttp.GaveUp("its answer is longer than " + new ByteSize(largestAnswer));
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
