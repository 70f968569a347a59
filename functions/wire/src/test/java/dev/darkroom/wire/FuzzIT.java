package dev.darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.Fuzzing;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No record of Kafka makes the decoder fail, hang, or read what it could not write. */
@Timeout(value = 1, unit = TimeUnit.DAYS) // Whoever runs it says for how long.
class FuzzIT {
    @Test
    void events() throws Exception {
        long runs = Fuzzing.run(EventFuzz.class, Path.of("src", "test", "resources", "fuzz", "events"), 4096);

        System.out.printf("fuzzed events with %d inputs%n", runs);
        assertThat(runs).isGreaterThan(1000);
    }
}
