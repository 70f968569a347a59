package dev.darkroom.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.events.Bus;
import dev.darkroom.staging.DirectoryStaging;
import dev.darkroom.staging.Staging;
import dev.darkroom.wire.Json;
import dev.darkroom.wire.KafkaBus;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The collaborators that all functions share in this process. */
public class SharedBeans {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Bus bus(@ConfigProperty(name = "kafka.bootstrap.servers") String servers, Clock clock, SmallRyeConfig config) {
        Map<String, Object> settings =
                KafkaClient.settings(name -> config.getOptionalValue(name, String.class), servers);
        return KafkaBus.connect(settings, CauseOfMessage::current, clock);
    }

    void disconnect(@Disposes Bus bus) {
        ((KafkaBus) bus).close();
    }

    @Produces
    @Singleton
    Staging staging(ProcessSettings settings) {
        return new DirectoryStaging(DataDirectory.at(settings.data()).staging());
    }

    @Produces
    @Singleton
    ObjectMapperCustomizer json() {
        return (ObjectMapper mapper) -> Json.configure(mapper);
    }
}
