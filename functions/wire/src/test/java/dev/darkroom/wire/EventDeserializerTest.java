package dev.darkroom.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.ImageSettled;
import dev.darkroom.events.Topic;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventDeserializerTest {
    private static final String SETTLED = Topic.SETTLED.address();
    private static final String CATALOGUES = Topic.CATALOGUES.address();
    private static final String TYPE = "dev.darkroom.image.settled.v1";
    private static final String DATA = "{\"key\":\"a\",\"ready\":[],\"failed\":[],\"waiting\":[],\"attempt\":0}";
    private static final String STRUCTURED = "application/cloudevents+json";

    private final EventDeserializer deserializer = new EventDeserializer(Duration.ofMillis(1));

    static Stream<Arguments> unreadable() {
        String named = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/me\",\"type\":\"" + TYPE + "\"";
        return Stream.of(
                Arguments.of("no headers", Map.of(), DATA, "it has no type"),
                Arguments.of(
                        "unknown type", type("dev.darkroom.image.lost.v1"), DATA, "no event type \"dev.darkroom.im"),
                Arguments.of("a later version", type("dev.darkroom.image.settled.v2"), DATA, "no event type"),
                Arguments.of("hostile type", type("a\n\u202e" + "b".repeat(5000)), DATA, "\"a\\u000a\\u202ebb"),
                Arguments.of("empty type", type(""), DATA, "no event type \"\""),
                Arguments.of(
                        "CloudEvents 2", with("ce_specversion", "2.0"), DATA, "specversion must be 1.0 but is \"2.0\""),
                Arguments.of(
                        "another topic's type", type("dev.darkroom.image.ready.v1"), ready(), "does not belong on"),
                Arguments.of(
                        "another topic's type and data",
                        type("dev.darkroom.image.ready.v1"),
                        DATA,
                        "does not belong on"),
                Arguments.of(
                        "structured: another topic's type",
                        structured(),
                        "{\"type\":\"dev.darkroom.image.ready.v1\",\"data\":{}}",
                        "does not belong on"),
                Arguments.of(
                        "no attempt",
                        type(TYPE),
                        "{\"key\":\"a\",\"ready\":[],\"failed\":[],\"waiting\":[]}",
                        "attempt is missing"),
                Arguments.of("empty value", type(TYPE), "", "must be a JSON object"),
                Arguments.of("text", type(TYPE), "hello", "the data is not JSON"),
                Arguments.of("half an object", type(TYPE), DATA.substring(0, 30), "the data is not JSON"),
                Arguments.of("two objects", type(TYPE), DATA + DATA, "Trailing token"),
                Arguments.of("array", type(TYPE), "[" + DATA + "]", "must be a JSON object"),
                Arguments.of("JSON null", type(TYPE), "null", "must be a JSON object"),
                Arguments.of(
                        "duplicate key", type(TYPE), "{\"key\":\"b\"," + DATA.substring(1), "Duplicate field 'key'"),
                Arguments.of("deep", type(TYPE), "{\"a\":" + "[".repeat(5000), "nesting depth"),
                Arguments.of(
                        "huge number", type(TYPE), "{\"attempt\":" + "9".repeat(5000) + "}", "Number value length"),
                Arguments.of("huge", type(TYPE), "{\"a\":\"" + "a".repeat(600 * 1024), "more than 614400"),
                Arguments.of("structured: no data", structured(), named + "}", "must have a JSON object as data"),
                Arguments.of(
                        "structured: text data", structured(), named + ",\"data\":\"a\"}", "must have a JSON object"),
                Arguments.of("structured: no type", structured(), "{\"data\":" + DATA + "}", "it has no type"),
                Arguments.of(
                        "structured: type is data", structured(), "{\"type\":{},\"data\":" + DATA + "}", "has no type"),
                Arguments.of("structured: not JSON", structured(), "<xml/>", "the data is not JSON"),
                Arguments.of("structured: no Base64", structured(), named + ",\"data_base64\":\"%\"}", "is not Base64"),
                Arguments.of(
                        "structured: text in Base64", structured(), named + base64("a") + "}", "the data is not JSON"),
                Arguments.of("nearly structured", Map.of("content-type", STRUCTURED + "foo"), DATA, "it has no type"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void whatIsNoEventIsRefusedWithTheReason(String name, Map<String, String> headers, String value, String reason) {
        assertThatThrownBy(() -> deserializer.deserialize(SETTLED, headers(headers), value.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "content-type, application/cloudevents+json",
        "content-type, application/cloudevents+json ;charset=UTF-8",
        "content-type, Application/CloudEvents+JSON; charset=UTF-8",
        "Content-Type, application/cloudevents+json",
    })
    void aStructuredEventIsKnownByItsMediaTypeHoweverItIsWritten(String header, String mediaType) {
        byte[] value = ("{\"type\":\"" + TYPE + "\",\"data\":" + DATA + "}").getBytes(UTF_8);

        assertThat(deserializer.deserialize(SETTLED, headers(Map.of(header, mediaType)), value))
                .isInstanceOf(ImageSettled.class);
    }

    @Test
    void theDataOfAStructuredEventMayBeBase64AndWhatIsNullIsAbsent() {
        String value = "{\"type\":\"" + TYPE + "\",\"traceparent\":null,\"specversion\":null,\"data\":null"
                + base64(DATA) + "}";
        RecordHeaders headers = headers(structured());

        assertThat(deserializer.deserialize(SETTLED, headers, value.getBytes(UTF_8)))
                .isEqualTo(deserializer.deserialize(SETTLED, headers(type(TYPE)), DATA.getBytes(UTF_8)));
        assertThat(headers).extracting(Header::key).containsExactlyInAnyOrder("content-type", "ce_type");
    }

    @Test
    void withoutHeadersThereIsNoEvent() {
        assertThatThrownBy(() -> deserializer.deserialize(SETTLED, DATA.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("no headers");
    }

    @ParameterizedTest
    @EnumSource
    void aRecordWithoutAValueIsNull(Topic topic) {
        assertThat(deserializer.deserialize(topic.address(), headers(Map.of()), (byte[]) null))
                .isNull();
    }

    @Test
    void aFieldOfALaterVersionIsReadOver() {
        var event = deserializer.deserialize(
                SETTLED, headers(type(TYPE)), (DATA.substring(0, DATA.length() - 1) + ",\"new\":{}}").getBytes(UTF_8));

        assertThat(event).isInstanceOf(ImageSettled.class);
    }

    @Test
    void aFieldThatACatalogueDoesNotHaveIsNamed() {
        byte[] value = "{\"catalogue\":\"platform\",\"imagse\":{}}".getBytes(UTF_8);

        assertThatThrownBy(() ->
                        deserializer.deserialize(CATALOGUES, headers(type("dev.darkroom.catalogue.updated.v1")), value))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("imagse");
    }

    @Test
    void aCatalogueNeedsNoMoreThanItsName() {
        byte[] value = "{\"catalogue\":\"platform\"}".getBytes(UTF_8);

        assertThat(deserializer.deserialize(CATALOGUES, headers(type("dev.darkroom.catalogue.updated.v1")), value))
                .isEqualTo(new CatalogueUpdated(new CatalogueName("platform"), 0, null, null, null, null));
    }

    @Test
    void whatThereIsNoMemoryForAtFirstIsReadAllTheSame() {
        assertThat(deserializer.deserialize(SETTLED, withoutMemory(4), DATA.getBytes(UTF_8)))
                .isInstanceOf(ImageSettled.class);
    }

    /** Kafka's consumer would pass it for good. */
    @Test
    void whatThereIsNoMemoryForAgainAndAgainIsADeadLetter() {
        assertThatThrownBy(() -> deserializer.deserialize(SETTLED, withoutMemory(5), DATA.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("there was no memory to read it");
    }

    /** Headers of an event that there is no memory to read, so many times. */
    private static RecordHeaders withoutMemory(int times) {
        var left = new AtomicInteger(times);
        return new RecordHeaders(headers(type(TYPE))) {
            @Override
            public Header lastHeader(String key) {
                if (left.getAndDecrement() > 0) {
                    throw new OutOfMemoryError();
                }
                return super.lastHeader(key);
            }
        };
    }

    private static String ready() {
        return Golden.full()
                .filter(golden -> golden.file().equals("image.ready.v1.json"))
                .findFirst()
                .orElseThrow()
                .data()
                .toString();
    }

    private static Map<String, String> type(String type) {
        return Map.of("ce_specversion", "1.0", "ce_type", type);
    }

    private static Map<String, String> with(String header, String value) {
        return Map.of("ce_type", TYPE, header, value);
    }

    private static Map<String, String> structured() {
        return Map.of("content-type", STRUCTURED);
    }

    private static String base64(String data) {
        return ",\"data_base64\":\"" + Base64.getEncoder().encodeToString(data.getBytes(UTF_8)) + "\"";
    }

    private static RecordHeaders headers(Map<String, String> map) {
        var headers = new RecordHeaders();
        map.forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return headers;
    }
}
