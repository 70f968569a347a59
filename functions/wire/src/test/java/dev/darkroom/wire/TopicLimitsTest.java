package dev.darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.wire.testing.FakeKafka;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.DescribeConfigsRequest;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.IncrementalAlterConfigsRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicLimitsTest {
    private static final String LIMIT = "max.message.bytes";
    private static final String COMPRESSION = "compression.type";

    private final List<NewTopic> topics = List.of(topic("a"), topic("b"));
    private final List<String> raised = new ArrayList<>();
    private FakeKafka kafka;
    private Admin admin;

    @BeforeEach
    void connect() {
        kafka = new FakeKafka().answer(ApiKeys.INCREMENTAL_ALTER_CONFIGS, asked -> raise(asked, Errors.NONE));
        admin = Admin.create(
                Map.of("bootstrap.servers", kafka.servers(), "request.timeout.ms", 400, "default.api.timeout.ms", 800));
    }

    @AfterEach
    void disconnect() throws IOException {
        admin.close();
        kafka.close();
    }

    @Test
    void whatIsTooSmallIsRaised() throws InterruptedException {
        kafka.answer(ApiKeys.DESCRIBE_CONFIGS, asked -> limits(asked, "999"));

        assertThat(ensure()).isEmpty();
        assertThat(raised).containsExactlyInAnyOrder("a 1000", "b 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "5000"})
    void whatHasRoomIsLeftAlone(String limit) throws InterruptedException {
        kafka.answer(ApiKeys.DESCRIBE_CONFIGS, asked -> limits(asked, limit));

        assertThat(ensure()).isEmpty();
        assertThat(raised).isEmpty();
    }

    @Test
    void whatABrokerDoesNotSayIsLeftAlone() throws InterruptedException {
        kafka.answer(ApiKeys.DESCRIBE_CONFIGS, asked -> limits(asked, null));
        assertThat(ensure()).isEmpty();
        kafka.answer(ApiKeys.DESCRIBE_CONFIGS, asked -> configs(asked, List.of()));
        assertThat(ensure()).isEmpty();

        assertThat(raised).isEmpty();
    }

    @Test
    void whatIsKeptCompressedIsKeptSoNoMore() throws InterruptedException {
        kafka.answer(
                ApiKeys.DESCRIBE_CONFIGS,
                asked -> configs(
                        asked,
                        List.of(new DescribeConfigsResourceResult()
                                .setName(COMPRESSION)
                                .setValue("producer")
                                .setConfigSource(ConfigSource.DEFAULT_CONFIG.id()))));

        assertThat(new TopicLimits(admin).ensure(topics, List.of(topic("new")))).isEmpty();
        assertThat(raised).containsExactlyInAnyOrder("a uncompressed", "b uncompressed", "new uncompressed");
    }

    @Test
    void whyTopicsAreNotAsTheyMustBeIsSaidOnce() throws InterruptedException {
        assertThat(ensure())
                .singleElement()
                .asString()
                .startsWith("the topics a, b should take records of 1000 bytes (" + LIMIT + "), ")
                .contains(COMPRESSION + "=uncompressed", "timed out");
    }

    @Test
    void aBrokerThatLetsNothingBeChangedIsSaid() throws InterruptedException {
        kafka.answer(ApiKeys.DESCRIBE_CONFIGS, asked -> limits(asked, "999"));
        kafka.answer(ApiKeys.INCREMENTAL_ALTER_CONFIGS, asked -> raise(asked, Errors.TOPIC_AUTHORIZATION_FAILED));

        assertThat(ensure())
                .singleElement()
                .asString()
                .startsWith("the topics a, b ")
                .endsWith("Topic authorization failed.");
    }

    private List<String> ensure() throws InterruptedException {
        return new TopicLimits(admin).ensure(topics, List.of());
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, 1, (short) 1).configs(Map.of(LIMIT, "1000"));
    }

    private static ApiMessage limits(AbstractRequest asked, String value) {
        return configs(
                asked,
                List.of(new DescribeConfigsResourceResult()
                        .setName(LIMIT)
                        .setValue(value)
                        .setConfigSource(ConfigSource.TOPIC_CONFIG.id())));
    }

    private static ApiMessage configs(AbstractRequest asked, List<DescribeConfigsResourceResult> configs) {
        return new DescribeConfigsResponseData()
                .setResults(((DescribeConfigsRequest) asked)
                        .data().resources().stream()
                                .map(topic -> new DescribeConfigsResult()
                                        .setResourceType(topic.resourceType())
                                        .setResourceName(topic.resourceName())
                                        .setConfigs(configs))
                                .toList());
    }

    private ApiMessage raise(AbstractRequest asked, Errors error) {
        var answer = new IncrementalAlterConfigsResponseData();
        for (var topic : ((IncrementalAlterConfigsRequest) asked).data().resources()) {
            topic.configs().forEach(config -> raised.add(topic.resourceName() + " " + config.value()));
            answer.responses()
                    .add(new AlterConfigsResourceResponse()
                            .setResourceType(topic.resourceType())
                            .setResourceName(topic.resourceName())
                            .setErrorCode(error.code())
                            .setErrorMessage(error.message()));
        }
        return answer;
    }
}
