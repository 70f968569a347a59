package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Reasons;
import dev.darkroom.events.Texts;
import dev.darkroom.fetch.policy.OriginPolicy;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * Sends GET requests over HTTP/1.1 to the addresses that the policy judged and to no other: TLS and the Host header keep
 * the name, nothing looks it up again, and no proxy stands between. Apache's HttpCore speaks the protocol and does nothing
 * by itself: it follows no redirect, keeps no cookie, undoes no encoding, repeats and logs nothing. One request for each
 * connection.
 */
public final class HttpConnector {
    private static final Http1Config BOUNDS = Http1Config.custom()
            .setMaxLineLength(32 * 1024)
            .setMaxHeaderCount(200)
            .setMaxEmptyLineCount(5)
            .build();

    /** A name may have hundreds, and each may take its time to say nothing. */
    private static final int MOST_ADDRESSES = 6;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    static {
        CloseNotify.require();
    }

    private final HttpRequestExecutor exchange = new HttpRequestExecutor();
    private final Duration stall;
    private final SSLContext trust;

    /** There was nobody who would answer. */
    static final class NoAnswer extends IOException {
        NoAnswer(IOException why) {
            super(Words.of(why), why);
        }
    }

    /**
     * @param stall how long an origin may say nothing, until its headers have come and within its body
     * @param trust whose certificates are believed
     */
    public HttpConnector(Duration stall, SSLContext trust) {
        this.stall = stall;
        this.trust = trust;
    }

    /**
     * Asks one address after the other until one answers.
     *
     * @param url      what is asked: the admitted URL, with a secret in its query where one is needed
     * @param headers  beside those that every request has
     * @param deadline for the answer and its body
     */
    HttpReply get(OriginPolicy.Admitted to, URI url, Map<String, String> headers, Deadline deadline)
            throws IOException {
        IOException failure = null;
        for (InetAddress address : some(to.addresses())) {
            deadline.require(to.url(), Duration.ZERO);
            try {
                return get(to, address, request(to, url, headers), deadline);
            } catch (IOException e) {
                // What one address has answered says more than that another answers nothing.
                failure = failure == null || failure instanceof NoAnswer || !(e instanceof NoAnswer) ? e : failure;
            }
        }
        throw Objects.requireNonNull(failure, "an admitted URL has an address");
    }

    /** Of both families by turns: this machine may have no way to one of them, which a name may have many addresses of. */
    private static List<InetAddress> some(List<InetAddress> all) {
        var families = all.stream()
                .collect(Collectors.partitioningBy(Inet6Address.class::isInstance))
                .values();
        return IntStream.range(0, MOST_ADDRESSES)
                .boxed()
                .flatMap(each -> families.stream()
                        .flatMap(family -> family.stream().skip(each).limit(1)))
                .limit(MOST_ADDRESSES)
                .toList();
    }

    private HttpReply get(OriginPolicy.Admitted to, InetAddress address, ClassicHttpRequest request, Deadline deadline)
            throws IOException {
        Socket socket = socket(to);
        var watched = new WatchedSocket(socket, stall, deadline);
        boolean answered = false;
        try {
            watched.await();
            HttpClientConnection connection = connect(socket, watched, new InetSocketAddress(address, to.port()), to);
            var response = exchange.execute(request, connection, HttpCoreContext.create());
            var reply = new HttpReply(response, watched, to.isEncrypted());
            watched.heard();
            answered = true;
            return reply;
        } catch (HttpException quotesTheAnswer) {
            // Which may repeat the secrets of the question.
            throw new OriginTrouble(FailureCode.ORIGIN_UNAVAILABLE, "its answer is not HTTP/1.1 as it should be");
        } catch (NoAnswer e) {
            throw e;
        } catch (IOException e) {
            throw watched.isSilence(e) ? new NoAnswer(silent(e)) : e;
        } finally {
            if (!answered) {
                watched.close();
            }
        }
    }

    /**
     * That of a channel can be interrupted, and knows no SOCKS proxy, whatever the system properties say.
     *
     * @throws FailureException when there is none to be had, which says nothing of the origin
     */
    private static Socket socket(OriginPolicy.Admitted to) {
        try {
            return SocketChannel.open().socket();
        } catch (IOException e) {
            throw new FailureException(
                    FailureCode.INTERNAL_ERROR,
                    to.url() + " was not asked for: no connection can be opened (" + Reasons.of(e) + ")",
                    e);
        }
    }

    /** @throws NoAnswer whatever has failed */
    private HttpClientConnection connect(
            Socket socket, WatchedSocket watched, InetSocketAddress address, OriginPolicy.Admitted to)
            throws IOException {
        try {
            connect(socket, address);
            return bind(socket, to);
        } catch (IOException e) {
            throw new NoAnswer(watched.isSilence(e) ? silent(e) : e);
        }
    }

    private void connect(Socket socket, InetSocketAddress address) throws IOException {
        try {
            socket.connect(address, Math.toIntExact(CONNECT.toMillis()));
            socket.setSoTimeout(Math.toIntExact(stall.toMillis()));
        } catch (SocketTimeoutException e) {
            throw new OriginTrouble(
                    FailureCode.ORIGIN_UNAVAILABLE, "no connection came about within " + Texts.of(CONNECT), null, e);
        }
    }

    private HttpClientConnection bind(Socket socket, OriginPolicy.Admitted to) throws IOException {
        var connection = new DefaultBHttpClientConnection(BOUNDS);
        if (to.isEncrypted()) {
            // The name, not the address, is what the origin is told (SNI) and what its certificate must be for.
            SSLSocket tls = (SSLSocket)
                    trust.getSocketFactory().createSocket(socket, to.host().name(), to.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            connection.bind(tls, socket);
        } else {
            connection.bind(socket);
        }
        return connection;
    }

    private static ClassicHttpRequest request(OriginPolicy.Admitted to, URI url, Map<String, String> headers) {
        int port = to.url().exact().getPort();
        var request = new BasicClassicHttpRequest("GET", url);
        request.setHeader("Host", to.host() + (port < 0 ? "" : ":" + port));
        request.setHeader("User-Agent", "Darkroom");
        request.setHeader("Accept-Encoding", "identity");
        request.setHeader("Connection", "close");
        headers.forEach(request::setHeader);
        return request;
    }

    private OriginTrouble silent(IOException e) {
        return new OriginTrouble(FailureCode.ORIGIN_UNAVAILABLE, "no answer came for " + Texts.of(stall), null, e);
    }
}
