package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.Fuzzing;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Fuzzes the formats that have the most structure: no input makes the inspector fail, hang, or disagree with itself. As many
 * targets as there are processors run at once; one alone is {@code -Dit.test=FuzzIT#qcow2}.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 1, unit = TimeUnit.DAYS) // Whoever runs it says for how long.
class FuzzIT {
    private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");

    @Test
    void qcow2() throws Exception {
        fuzz(Qcow2Fuzz.class, "qcow2", 1024);
    }

    @Test
    void vmdk() throws Exception {
        fuzz(VmdkFuzz.class, "vmdk", 2560);
    }

    @Test
    void vhdAndVhdx() throws Exception {
        fuzz(VhdFuzz.class, "vhd", 1536);
    }

    @Test
    void gpt() throws Exception {
        fuzz(GptFuzz.class, "gpt", 578);
    }

    private static void fuzz(Class<?> target, String seeds, int most) throws Exception {
        long runs = Fuzzing.run(target, SEEDS.resolve(seeds), most);

        System.out.printf("fuzzed %s with %d inputs%n", seeds, runs);
        assertThat(runs).isGreaterThan(1000);
    }
}
