package dev.darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.darkroom.events.EventType;
import dev.darkroom.events.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** asyncapi.yaml says what the code does. */
class AsyncApiTest {
    private final JsonNode document = read();

    @Test
    void thereIsAChannelForEachTopicAndOneForDeadLetters() {
        var channels = Arrays.stream(Topic.values()).map(AsyncApiTest::channel).collect(Collectors.toSet());
        channels.add("deadLetters");

        assertThat(names(document.get("channels"))).isEqualTo(channels);
    }

    @ParameterizedTest
    @EnumSource
    void channelIsTheTopic(Topic topic) {
        JsonNode channel = document.at("/channels/" + channel(topic));

        assertThat(channel.get("address").asText()).isEqualTo(topic.address());
        assertThat(channel.at("/bindings/kafka/topic").asText()).isEqualTo(topic.address());
        assertThat(configuration(channel)).isEqualTo(declared(topic.address()));
        assertThat(names(channel.get("messages")))
                .isEqualTo(Arrays.stream(EventType.values())
                        .filter(type -> type.topic() == topic)
                        .map(AsyncApiTest::message)
                        .collect(Collectors.toSet()));
    }

    @Test
    void deadLettersHaveATopicForEachTopic() {
        JsonNode channel = document.at("/channels/deadLetters");

        assertThat(texts(channel.at("/parameters/topic/enum")))
                .isEqualTo(Arrays.stream(Topic.values()).map(Topic::address).toList());
        for (Topic topic : Topic.values()) {
            assertThat(channel.get("address").asText().replace("{topic}", topic.address()))
                    .isEqualTo(topic.deadLetters());
            assertThat(configuration(channel)).isEqualTo(declared(topic.deadLetters()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void messageIsTheEvent(EventType type) {
        JsonNode message = document.at("/components/messages/" + message(type));
        JsonNode constants = message.at("/headers/allOf/1/properties");

        assertThat(message.get("name").asText()).isEqualTo(type.type());
        assertThat(constants.at("/ce_type/const").asText()).isEqualTo(type.type());
        assertThat(constants.at("/ce_dataschema/const").asText()).isEqualTo(type.schema());
        assertThat(message.at("/payload/$ref").asText())
                .isEqualTo("./schemas/" + type.schema().substring(type.schema().lastIndexOf('/') + 1));
    }

    @ParameterizedTest
    @EnumSource
    void whoSendsAnEventIsWhoTheCodeSays(EventType type) {
        Set<String> senders = operations("send", type);

        if (type == EventType.CATALOGUE_UPDATED) {
            assertThat(senders).as("users send it").isEmpty();
        } else if (type.function() == null) {
            assertThat(senders).containsExactly("convert", "fetch", "upload");
        } else {
            assertThat(senders).containsExactly(type.function());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyEventIsReceivedUnlessItIsForSubscribersOnly(EventType type) {
        assertThat(operations("receive", type).isEmpty()).isEqualTo(type == EventType.ALIAS_MOVED);
    }

    @ParameterizedTest
    @MethodSource("dev.darkroom.wire.Golden#all")
    void everyHeaderThatIsSentIsDescribed(Golden golden) {
        JsonNode headers = document.at("/components/schemas/headers");
        Set<String> sent = names(golden.document().get("headers"));

        assertThat(names(headers.get("properties"))).containsAll(sent);
        assertThat(sent).containsAll(texts(headers.get("required")));
    }

    /** The functions whose operations of this action carry the event. */
    private Set<String> operations(String action, EventType type) {
        var functions = new TreeSet<String>();
        document.get("operations").properties().forEach(operation -> {
            String channel = operation.getValue().at("/channel/$ref").asText();
            boolean carries = StreamSupport.stream(
                            operation.getValue().get("messages").spliterator(), false)
                    .anyMatch(message -> message.get("$ref").asText().equals(channel + "/messages/" + message(type)));
            if (operation.getValue().get("action").asText().equals(action) && carries) {
                assertThat(channel).isEqualTo("#/channels/" + channel(type.topic()));
                functions.add(operation.getKey().split("(?=[A-Z])", 2)[0]);
            }
        });
        return functions;
    }

    private static Map<String, String> declared(String address) {
        return new Topics(1, (short) 1)
                .declared().stream()
                        .filter(topic -> topic.name().equals(address))
                        .findFirst()
                        .orElseThrow()
                        .configs();
    }

    private static Map<String, String> configuration(JsonNode channel) {
        return channel.at("/bindings/kafka/topicConfiguration").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> each.getValue().isArray()
                                ? String.join(",", texts(each.getValue()))
                                : each.getValue().asText()));
    }

    private static String channel(Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT);
    }

    private static String message(EventType type) {
        String name = type.data().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static Set<String> names(JsonNode object) {
        var names = new HashSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode read() {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/asyncapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
