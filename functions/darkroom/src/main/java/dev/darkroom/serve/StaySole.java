package dev.darkroom.serve;

import dev.darkroom.serve.settings.KafkaServers;
import dev.darkroom.serve.settings.ServerNotStartedException;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends this process where another works on the same Kafka although each has looked for others: both have started in the same
 * seconds, or one was suspended for so long that Kafka took it for dead. Whenever somebody joins, Kafka shares out anew.
 */
@ApplicationScoped
@Identifier(SoleProcess.GROUP)
public class StaySole implements KafkaConsumerRebalanceListener {
    private final Map<String, Object> kafka;

    StaySole(@ConfigProperty(name = KafkaServers.SETTING) String servers, SmallRyeConfig config) {
        this.kafka = SharedBeans.kafka(servers, config);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!consumer.assignment().contains(SoleProcess.FIRST)) {
            String own = consumer.groupMetadata().memberId();
            // Not in this thread: a stop waits for it.
            Thread.ofPlatform().daemon().name("darkroom-sole").start(() -> requireSole(own));
        }
    }

    private void requireSole(String own) {
        try (Admin admin = Admin.create(kafka)) {
            SoleProcess.afterJoining(admin, own).require();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ServerNotStartedException e) {
            ServeApplication.say(e.getMessage());
            Runtime.getRuntime().exit(1);
        }
    }
}
