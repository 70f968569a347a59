package dev.darkroom.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.events.Bus;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.messaging.CauseOfMessage;
import dev.darkroom.serve.messaging.DamagedRecords;
import dev.darkroom.serve.messaging.DeadLetters;
import dev.darkroom.serve.messaging.KafkaClient;
import dev.darkroom.serve.progress.EndProgress;
import dev.darkroom.serve.progress.ProgressBoard;
import dev.darkroom.serve.settings.KafkaServers;
import dev.darkroom.staging.DirectoryStaging;
import dev.darkroom.staging.KeyGuard;
import dev.darkroom.staging.Progress;
import dev.darkroom.staging.Staging;
import dev.darkroom.wire.Cause;
import dev.darkroom.wire.Delivery;
import dev.darkroom.wire.Json;
import dev.darkroom.wire.KafkaBus;
import dev.darkroom.wire.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The collaborators that all functions share in this process. */
public class SharedBeans {
    /** As exact as events say when they were published, and as the registry keeps when something was. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Produces
    @Singleton
    @Typed(KafkaBus.class) // Who only publishes does so beside the board.
    KafkaBus kafka(
            @ConfigProperty(name = KafkaServers.SETTING) String servers,
            Supplier<Cause> cause,
            Clock clock,
            SmallRyeConfig config) {
        return KafkaBus.connect(kafka(servers, config), cause, clock);
    }

    @Produces
    @Singleton
    Supplier<Cause> cause() {
        return CauseOfMessage::current;
    }

    void disconnect(@Disposes KafkaBus bus) {
        bus.close();
    }

    @Produces
    @Singleton
    Bus bus(KafkaBus kafka, ProgressBoard board) {
        return new EndProgress(kafka, board);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(
            @ConfigProperty(name = KafkaServers.SETTING) String servers, SmallRyeConfig config, MeterRegistry meters) {
        return new DeadLetters(
                Delivery.connect(kafka(servers, config), Topics.MAX_DEAD_LETTER_BYTES, new ByteArraySerializer()),
                Delivery.PAUSES,
                meters);
    }

    void disconnect(@Disposes DeadLetters letters) {
        letters.close();
    }

    @Produces
    @Singleton
    DamagedRecords damagedRecords(@ConfigProperty(name = KafkaServers.SETTING) String servers, SmallRyeConfig config) {
        return DamagedRecords.in(kafka(servers, config));
    }

    private static Map<String, Object> kafka(String servers, SmallRyeConfig config) {
        return KafkaClient.settings(name -> config.getOptionalValue(name, String.class), servers);
    }

    @Produces
    @Singleton
    Staging staging(
            @ConfigProperty(name = QuarkusSettings.DATA) Path data,
            KeyGuard guard,
            Progress progress,
            MeterRegistry meters) {
        var staging = new DirectoryStaging(DataDirectory.at(data).staging(), guard, progress);
        Gauge.builder("darkroom.staging.free", staging, DirectoryStaging::usable)
                .baseUnit("bytes")
                .description("Bytes that can be written where images are staged")
                .register(meters);
        return staging;
    }

    @Produces
    @Singleton
    ObjectMapperCustomizer json() {
        return (ObjectMapper mapper) -> Json.configure(mapper);
    }
}
