package dev.darkroom.wire.testing;

import dev.darkroom.events.testing.SocketServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/** A broker that has no topics, and is silent when it is asked something of which nobody has said what it answers. */
public final class FakeKafka implements AutoCloseable {
    private final SocketServer server;
    private final Map<ApiKeys, Function<AbstractRequest, ApiMessage>> answers = new ConcurrentHashMap<>();

    /** Answers what clients ask first: what can be asked here, and which topics there are. */
    public FakeKafka() {
        answer(ApiKeys.API_VERSIONS, any -> versions());
        answer(ApiKeys.METADATA, asked -> topics(asked.version()));
        server = SocketServer.start(SocketServer.loopback(), this::serve);
    }

    /** What it answers to a kind of question from now on. */
    public FakeKafka answer(ApiKeys question, Function<AbstractRequest, ApiMessage> answer) {
        answers.put(question, answer);
        return this;
    }

    /** Where it is. */
    public String servers() {
        return "127.0.0.1:" + server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            var out = new DataOutputStream(client.getOutputStream());
            while (true) {
                ByteBuffer answer = answer(ByteBuffer.wrap(in.readNBytes(in.readInt())));
                if (answer != null) {
                    out.writeInt(answer.remaining());
                    out.write(answer.array(), answer.position(), answer.remaining());
                }
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    /** @return null where it is silent */
    private ByteBuffer answer(ByteBuffer question) {
        RequestHeader header = RequestHeader.parse(question);
        Function<AbstractRequest, ApiMessage> answer = answers.get(header.apiKey());
        if (answer == null) {
            return null;
        }
        AbstractRequest asked = AbstractRequest.parseRequest(
                        header.apiKey(), header.apiVersion(), new ByteBufferAccessor(question))
                .request;
        return RequestUtils.serialize(
                header.toResponseHeader().data(),
                header.apiKey().responseHeaderVersion(header.apiVersion()),
                answer.apply(asked),
                header.apiVersion());
    }

    private static ApiMessage versions() {
        var all = new ApiVersionCollection();
        for (ApiKeys question : ApiKeys.clientApis()) {
            all.add(new ApiVersion()
                    .setApiKey(question.id)
                    .setMinVersion(question.oldestVersion())
                    .setMaxVersion(question.latestVersion()));
        }
        return new ApiVersionsResponseData().setApiKeys(all);
    }

    private MetadataResponseData topics(short version) {
        var broker = new Node(0, "127.0.0.1", server.port());
        return MetadataResponse.prepareResponse(
                        version, 0, List.of(broker), "fake", broker.id(), List.of(), Integer.MIN_VALUE)
                .data();
    }
}
