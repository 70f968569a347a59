package dev.darkroom.upload.openstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.openstack4j.api.exceptions.ConnectionException;
import org.openstack4j.core.transport.ClientConstants;
import org.openstack4j.core.transport.HttpExecutorService;
import org.openstack4j.core.transport.HttpRequest;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/**
 * openstack4j's transport, on the JDK's client. Bodies that are streams are sent as streams of the length that the
 * request's {@code Content-Length} gives; openstack4j's own connectors read them into memory first.
 *
 * <p>An answer that is no success is thrown as a {@link Refusal}, no answer as a {@link ConnectionException}.
 */
public final class StreamingConnector implements HttpExecutorService {
    static final String CONTENT_LENGTH = "Content-Length";

    @Override
    public <R> HttpResponse execute(HttpRequest<R> request) {
        CloudHttp http = Route.of(request);
        try {
            java.net.http.HttpResponse<byte[]> response = request.getEntity() instanceof InputStream stream
                    ? upload(http, request, stream)
                    : http.ask(translate(request, body(request)));
            if (response.statusCode() >= 300) {
                throw refusal(request, response);
            }
            return new Answer(response);
        } catch (IOException e) {
            throw new ConnectionException(Failures.words(e), 0, e);
        }
    }

    @Override
    public String getExecutorDisplayName() {
        return "Darkroom's streaming connector";
    }

    private static java.net.http.HttpResponse<byte[]> upload(CloudHttp http, HttpRequest<?> request, InputStream stream)
            throws IOException {
        var body = new StreamBody(
                stream, Long.parseLong(String.valueOf(request.getHeaders().get(CONTENT_LENGTH))));
        try {
            return http.upload(translate(request, body), body);
        } catch (IOException e) {
            if (body.failure().isPresent()) {
                throw new UncheckedIOException(body.failure().get());
            }
            throw e;
        }
    }

    /** Services have been seen to repeat the token that they do not take. */
    private static Refusal refusal(HttpRequest<?> request, java.net.http.HttpResponse<byte[]> response) {
        Object token = request.getHeaders().get(ClientConstants.HEADER_X_AUTH_TOKEN);
        Refusal refusal = Refusal.of(response);
        return token == null ? refusal : refusal.without(token.toString());
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

    private static java.net.http.HttpRequest translate(HttpRequest<?> request, BodyPublisher body) {
        var translated = java.net.http.HttpRequest.newBuilder(URI.create(request.getUrl()))
                .method(request.getMethod().name(), body)
                .setHeader(ClientConstants.HEADER_ACCEPT, ClientConstants.CONTENT_TYPE_JSON)
                .setHeader(ClientConstants.HEADER_CONTENT_TYPE, request.getContentType());
        request.getHeaders().forEach((name, value) -> {
            if (!name.equals(CONTENT_LENGTH)) { // The client writes it, from the length of the body.
                translated.setHeader(name, String.valueOf(value));
            }
        });
        return translated.build();
    }
}
