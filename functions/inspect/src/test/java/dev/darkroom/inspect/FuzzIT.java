package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.inspect.testing.Fuzzing;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes the formats that have the most structure. */
class FuzzIT {
    private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void noInputMakesTheInspectorFailOrDisagreeWithItself(Class<?> target, String seeds, int most) throws Exception {
        long runs = Fuzzing.run(target, SEEDS.resolve(seeds), most);

        System.out.printf("fuzzed %s with %d inputs%n", seeds, runs);
        assertThat(runs).isGreaterThan(1000);
    }

    static Stream<Arguments> noInputMakesTheInspectorFailOrDisagreeWithItself() {
        return Stream.of(
                Arguments.of(Qcow2Fuzz.class, "qcow2", 1024),
                Arguments.of(VmdkFuzz.class, "vmdk", 2560),
                Arguments.of(VhdFuzz.class, "vhd", 1536),
                Arguments.of(GptFuzz.class, "gpt", 578));
    }
}
