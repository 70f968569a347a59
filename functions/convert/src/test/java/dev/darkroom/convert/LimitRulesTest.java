package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRulesTest {

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ConvertConfig.class)
                .withMapping(SandboxConfig.class)
                .withDefaultValues(settings)
                .build();
    }

    private static LimitRules rules(Map<String, String> settings) {
        return LimitRules.of(config(settings).getConfigMapping(ConvertConfig.class));
    }

    @Test
    void theDefaultsAreThoseOfTheDocuments() {
        assertThat(rules(Map.of()))
                .isEqualTo(new LimitRules(
                        1L << 30,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        2L << 20,
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(90),
                        Duration.ofHours(2)));
        assertThat(config(Map.of()).getConfigMapping(SandboxConfig.class).sandbox())
                .isEqualTo(SandboxConfig.Policy.PREFER);
    }

    @Test
    void aSandboxCanBeRequired() {
        var config = config(Map.of("darkroom.sandbox", "require"));

        assertThat(config.getConfigMapping(SandboxConfig.class).sandbox()).isEqualTo(SandboxConfig.Policy.REQUIRE);
    }

    @ParameterizedTest
    @CsvSource({
        "512,           600",
        "1258291200,    600", // 600 x 2 MiB
        "1258291201,    601",
        "2147483648,    1024",
        "11324620800,  5400", // 5400 x 2 MiB
        "11324620801,  5400",
        "9223372036854775807, 5400"
    })
    void processorTimeGrowsWithTheDiskWithinBounds(long virtualSize, long seconds) {
        assertThat(rules(Map.of()).forConversion(virtualSize).cpu()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(rules(Map.of()).forMeasuring(virtualSize).cpu()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theMostIsTheMostForSmallDisksToo() {
        assertThat(rules(Map.of("darkroom.convert.most-cpu", "2m"))
                        .forConversion(512)
                        .cpu())
                .isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource({
        "0,                   67108864",
        "1073741824,          1174405120",
        "107374182400,        110796734464",
        "9223372036854775807, 9223372036854775807",
        "9000000000000000000, 9223372036854775807"
    })
    void anOutputMayBeALittleLargerThanTheDisk(long virtualSize, long most) {
        assertThat(LimitRules.largestOutput(virtualSize)).isEqualTo(most);
        assertThat(rules(Map.of()).forConversion(virtualSize).fileSize()).isEqualTo(most);
    }

    @Test
    void whoOnlyLooksMayNotWrite() {
        LimitRules rules = rules(Map.of());

        assertThat(List.of(rules.forInfo(), rules.forMeasuring(1 << 30)))
                .noneMatch(Limits::writes)
                .allMatch(limits -> limits.fileSize() == 0);
        assertThat(rules.forConversion(1 << 30).writes()).isTrue();
    }

    @Test
    void limitsAreToldToPrlimit() {
        var limits = new Limits(1L << 30, Duration.ofSeconds(60), 100, Duration.ofSeconds(5));

        assertThat(limits.options())
                .containsExactly(
                        "--as=1073741824", "--stack=1048576", "--cpu=60:65", "--fsize=100", "--nofile=64", "--core=0");
    }

    @ParameterizedTest
    @CsvSource({
        "memory, 127M, at least 134217728 bytes but is 133169152",
        "deadline, 0s, at least 1 s but is 0 s",
        "most-cpu, 59s, at least 1 min but is 59 s"
    })
    void aSettingThatCannotWorkIsNamed(String setting, String value, String message) {
        assertThatThrownBy(() -> rules(Map.of("darkroom.convert." + setting, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("darkroom.convert." + setting + " must be " + message);
    }

    @ParameterizedTest
    @CsvSource({"memory, 128M", "deadline, 1s", "most-cpu, 60s"})
    void theLeastValuesAreTaken(String setting, String value) {
        assertThat(rules(Map.of("darkroom.convert." + setting, value))).isNotNull();
    }
}
