package dev.darkroom.upload.openstack.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.openstack4j.api.exceptions.ConnectionException;
import org.openstack4j.core.transport.ExecutionOptions;
import org.openstack4j.core.transport.HttpEntityHandler;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/** A successful answer, read whole: what services say is short, and images are never downloaded. */
final class Answer implements HttpResponse {
    private final Reply reply;

    Answer(Reply reply) {
        this.reply = reply;
    }

    @Override
    public <T> T getEntity(Class<T> returnType) {
        return getEntity(returnType, null);
    }

    @Override
    public <T> T getEntity(Class<T> returnType, ExecutionOptions<T> options) {
        return HttpEntityHandler.handle(this, returnType, options);
    }

    /** @throws ConnectionException when it is not the JSON that was expected; then it was no such service that spoke */
    @Override
    public <T> T readEntity(Class<T> type) {
        try {
            return ObjectMapperSingleton.getContext(type).readValue(reply.body(), type);
        } catch (IOException e) {
            // Without the cause, which quotes what came.
            throw new ConnectionException(
                    "what it answered to " + reply.request() + " is not the JSON of this API", 0, null);
        }
    }

    @Override
    public int getStatus() {
        return reply.status();
    }

    @Override
    public String getContentType() {
        return header("Content-Type");
    }

    /** HTTP/1.1 reason phrases say nothing that the status does not. */
    @Override
    public String getStatusMessage() {
        return String.valueOf(reply.status());
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(reply.body());
    }

    @Override
    public String header(String name) {
        return reply.header(name).orElse(null);
    }

    @Override
    public Map<String, String> headers() {
        return reply.headers();
    }

    @Override
    public void close() {
        // It holds no connection.
    }
}
