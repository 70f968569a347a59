package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.serve.settings.ServerNotStartedException;
import dev.darkroom.wire.testing.FakeKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SoleProcessTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private FakeKafka kafka;
    private Admin admin;

    @BeforeEach
    void start() {
        kafka = new FakeKafka();
        int port = Integer.parseInt(kafka.servers().substring(kafka.servers().indexOf(':') + 1));
        kafka.answer(
                ApiKeys.FIND_COORDINATOR,
                any -> new FindCoordinatorResponseData()
                        .setCoordinators(List.of(new FindCoordinatorResponseData.Coordinator()
                                .setKey(SoleProcess.GROUP)
                                .setHost("127.0.0.1")
                                .setPort(port))));
        // The newer kind of group, which ours is not.
        kafka.answer(
                ApiKeys.CONSUMER_GROUP_DESCRIBE,
                any -> new ConsumerGroupDescribeResponseData()
                        .setGroups(List.of(new ConsumerGroupDescribeResponseData.DescribedGroup()
                                .setGroupId(SoleProcess.GROUP)
                                .setErrorCode(Errors.GROUP_ID_NOT_FOUND.code()))));
        admin = Admin.create(Map.of("bootstrap.servers", kafka.servers()));
    }

    @AfterEach
    void stop() throws IOException {
        admin.close(Duration.ZERO);
        kafka.close();
    }

    @Test
    void aKafkaOnWhichNobodyHasEverWorkedIsFree() throws InterruptedException {
        groupIs(error(Errors.GROUP_ID_NOT_FOUND));

        require();

        assertThat(looks).hasValue(1);
        assertThat(said).isEmpty();
    }

    /** A process that was killed is a member for a while. */
    @Test
    void whoHasEndedIsWaitedFor() throws InterruptedException {
        groupIs(worker(), worker(), group());

        require(Duration.ofMinutes(1));

        assertThat(looks).hasValue(3);
    }

    @Test
    void whereAnotherGoesOnItIsSaidWhatToDo() {
        groupIs(worker());

        assertThatThrownBy(this::require)
                .isInstanceOfSatisfying(
                        ServerNotStartedException.class,
                        e -> assertThat(e.wrongSetting()).isFalse())
                .hasMessage("another Darkroom works on this Kafka (client fetcher at /10.0.0.1): one process at a time;"
                        + " stop it, use it with --registry, or unset kafka.bootstrap.servers (KAFKA_BOOTSTRAP_SERVERS)"
                        + " so that this one has a Kafka of its own");
        assertThat(said)
                .containsExactly("waiting for another Darkroom on this Kafka to end (client fetcher at /10.0.0.1)");
    }

    @Test
    void aKafkaThatDoesNotSayWhoWorksOnItIsNotUsed() {
        groupIs(error(Errors.GROUP_AUTHORIZATION_FAILED));

        assertThatThrownBy(this::require)
                .isInstanceOf(ServerNotStartedException.class)
                .hasMessageStartingWith(
                        "Kafka does not say whether another Darkroom works on it, and there must be none: ")
                .hasMessageContaining("Group authorization failed")
                .hasMessageContaining("describe the group darkroom.fetch");
    }

    private void require() throws InterruptedException {
        require(Duration.ofMillis(1500));
    }

    private void require(Duration patience) throws InterruptedException {
        new SoleProcess(admin, patience, said::add).require();
    }

    /** What the group is said to be, look by look; the last for all further ones. */
    private void groupIs(DescribedGroup... row) {
        kafka.answer(
                ApiKeys.DESCRIBE_GROUPS,
                any -> new DescribeGroupsResponseData()
                        .setGroups(List.of(row[Math.min(looks.getAndIncrement(), row.length - 1)])));
    }

    private static DescribedGroup worker() {
        return group().setMembers(List.of(new DescribedGroupMember()
                .setMemberId("member")
                .setClientId("fetcher")
                .setClientHost("/10.0.0.1")));
    }

    private static DescribedGroup group() {
        return new DescribedGroup()
                .setGroupId(SoleProcess.GROUP)
                .setGroupState("Stable")
                .setProtocolType("consumer");
    }

    private static DescribedGroup error(Errors error) {
        return new DescribedGroup().setGroupId(SoleProcess.GROUP).setErrorCode(error.code());
    }
}
