package dev.darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.events.Event;
import dev.darkroom.events.EventType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormTest {
    private final EventCodec codec = new EventCodec();
    private final EventDeserializer deserializer = new EventDeserializer();

    @Test
    void everyTypeHasAFullAndALeastSample() {
        assertThat(Golden.all())
                .extracting(golden -> golden.event().eventType())
                .containsAll(List.of(EventType.values()));
        assertThat(Golden.all()).hasSize(2 * EventType.values().length);
    }

    /** A difference is a change of the published language: think of the consumers, then write what the failure shows. */
    @ParameterizedTest
    @MethodSource("dev.darkroom.wire.Golden#all")
    void whatIsSentEqualsTheGoldenFile(Golden golden) {
        assertThat(golden.document().toPrettyString() + "\n").isEqualTo(golden.text());
    }

    @ParameterizedTest
    @MethodSource("dev.darkroom.wire.Golden#all")
    void theGoldenRecordIsReadBackInBinaryMode(Golden golden) {
        var event = deserializer.deserialize(
                golden.expected().get("topic").asText(), golden.headers(), Golden.bytes(golden.data()));

        assertThat(event).isEqualTo(golden.event());
        assertThat(event.id())
                .hasToString(golden.expected().at("/headers/ce_id").asText());
        assertThat(event.recordKey()).isEqualTo(golden.expected().get("key").asText());
    }

    @ParameterizedTest
    @MethodSource("dev.darkroom.wire.Golden#all")
    void theSameEventIsReadInStructuredMode(Golden golden) {
        ObjectNode envelope = Json.mapper().createObjectNode();
        golden.headers().forEach(header -> {
            if (header.key().startsWith("ce_")) {
                envelope.put(header.key().substring(3), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        envelope.set("data", golden.data());
        var headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8));

        var event = deserializer.deserialize(golden.expected().get("topic").asText(), headers, Golden.bytes(envelope));

        assertThat(event).isEqualTo(golden.event());
        golden.headers().forEach(header -> {
            if (header.key().startsWith("ce_")) {
                assertThat(EventDeserializer.attribute(headers, header.key().substring(3)))
                        .isEqualTo(new String(header.value(), StandardCharsets.UTF_8));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'defaults':{'visibility':'private'},'images':{'a':{'visibility':null,'tags':[null,{'b':null}]}}}",
                "{'images':{'a':null},'aliases':{'b':null},'wiring':{'c':null}}",
                "{'images':{'a':{'properties':{'x':1e400,'y':-1e400,'z':[1e-400,12.10,1.0,1e2]}}}}",
                "{'images':{'a':{'n':[0,-1,2147483648,123456789012345678901234567890,true]}}}",
            })
    void aCatalogueSaysTheSameHoweverOftenItIsPassedOn(String body) {
        String data = "{'catalogue':'platform'," + body.substring(1);
        Event sent = codec.read(
                EventType.CATALOGUE_UPDATED.type(), data.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        Event received = codec.read(EventType.CATALOGUE_UPDATED.type(), codec.data(sent));

        assertThat(received).isEqualTo(sent);
        assertThat(received.id()).isEqualTo(sent.id());
    }
}
