package dev.darkroom.upload.openstack.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.openstack4j.api.exceptions.ConnectionException;
import org.openstack4j.core.transport.ClientConstants;
import org.openstack4j.core.transport.HttpExecutorService;
import org.openstack4j.core.transport.HttpRequest;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/**
 * openstack4j's transport. Bodies that are streams are sent as streams of the length that the request's
 * {@code Content-Length} gives; openstack4j's own connectors read them into memory first.
 *
 * <p>An answer that is no success is thrown as a {@link Refusal}, no answer as a {@link ConnectionException}.
 */
public final class StreamingConnector implements HttpExecutorService {
    public static final String CONTENT_LENGTH = "Content-Length";

    @Override
    public <R> HttpResponse execute(HttpRequest<R> request) {
        CloudHttp http = Route.of(request);
        try {
            Reply reply = request.getEntity() instanceof InputStream stream
                    ? http.upload(method(request), uri(request), headers(request), body(request, stream))
                    : http.ask(translate(request));
            if (!reply.isSuccess()) {
                throw refusal(request, reply);
            }
            return new Answer(reply);
        } catch (IOException e) {
            throw new ConnectionException(Failures.words(e), 0, e);
        }
    }

    @Override
    public String getExecutorDisplayName() {
        return "Darkroom's streaming connector";
    }

    /** Services have been seen to repeat the token that they do not take. */
    private static Refusal refusal(HttpRequest<?> request, Reply reply) {
        Object token = request.getHeaders().get(ClientConstants.HEADER_X_AUTH_TOKEN);
        Refusal refusal = Refusal.of(reply);
        return token == null ? refusal : refusal.without(token.toString());
    }

    private static StreamBody body(HttpRequest<?> request, InputStream stream) {
        long length = Long.parseLong(String.valueOf(request.getHeaders().get(CONTENT_LENGTH)));
        return new StreamBody(stream, length, request.getContentType());
    }

    private static BodyPublisher body(HttpRequest<?> request) throws IOException {
        if (request.hasJson()) {
            return BodyPublishers.ofString(request.getJson(), StandardCharsets.UTF_8);
        }
        return request.getEntity() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(
                        ObjectMapperSingleton.getContext(request.getEntity().getClass())
                                .writeValueAsBytes(request.getEntity()));
    }

    private static java.net.http.HttpRequest translate(HttpRequest<?> request) throws IOException {
        var translated = java.net.http.HttpRequest.newBuilder(uri(request))
                .method(method(request), body(request))
                .setHeader(ClientConstants.HEADER_CONTENT_TYPE, request.getContentType());
        headers(request).forEach(translated::setHeader);
        return translated.build();
    }

    private static String method(HttpRequest<?> request) {
        return request.getMethod().name();
    }

    private static URI uri(HttpRequest<?> request) {
        return URI.create(request.getUrl());
    }

    private static Map<String, String> headers(HttpRequest<?> request) {
        var headers = new HashMap<String, String>();
        headers.put(ClientConstants.HEADER_ACCEPT, ClientConstants.CONTENT_TYPE_JSON);
        request.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        headers.remove(CONTENT_LENGTH); // Whoever sends writes it, from the length of the body.
        return headers;
    }
}
