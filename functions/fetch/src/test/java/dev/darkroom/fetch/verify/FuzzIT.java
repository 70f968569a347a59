package dev.darkroom.fetch.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.Fuzzing;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No sums file makes its reader fail, hang, or make up a hash. */
@Timeout(value = 1, unit = TimeUnit.DAYS) // Whoever runs it says for how long.
class FuzzIT {
    @Test
    void sums() throws Exception {
        long runs = Fuzzing.run(SumsFuzz.class, Path.of("src", "test", "resources", "fuzz", "sums"), 1024);

        System.out.printf("fuzzed sums files with %d inputs%n", runs);
        assertThat(runs).isGreaterThan(1000);
    }
}
