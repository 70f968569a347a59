package dev.darkroom.serve.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingRangesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetch.concurrency     | four        | a whole number from 1 to 16",
                "fetch.concurrency     | ''          | a whole number from 1 to 16",
                "fetch.concurrency     | ${not.set}  | a whole number from 1 to 16",
                "fetch.deadline        | ''          | a time such as 30s, 10m or 6h, longer than 0 and up to 36500 days",
                "origins.ports         | ''          | a port from 1 to 65535",
                "fetch.concurrency     | 0           | a whole number from 1 to 16",
                "convert.concurrency   | -1          | a whole number from 1 to 16",
                "upload.concurrency    | 17          | a whole number from 1 to 16",
                "upload.concurrency    | 99999999999 | a whole number from 1 to 16",
                "fetch.attempts        | 0           | a whole number from 1 to 2147483647",
                "http.rate             | 0           | a whole number from 1 to 2147483647",
                "http.connections      | 1.5         | a whole number from 1 to 2147483647",
                "http.waits            | -1          | a whole number from 0 to 2147483647",
                "fetch.deadline        | 0           | a time such as 30s, 10m or 6h, longer than 0 and up to 36500 days",
                "fetch.deadline        | -5s         | a time such as 30s, 10m or 6h, longer than 0 and up to 36500 days",
                "upload.probe          | soon        | a time such as 30s, 10m or 6h, longer than 0 and up to 36500 days",
                "upload.stale-after    | 36501d      | a time such as 30s, 10m or 6h, longer than 0 and up to 36500 days",
                "fetch.stall-timeout   | 25d         | a time such as 30s, 10m or 6h, longer than 0 and up to 24 days",
                "registry.longest-wait | -1s         | a time such as 30s, 10m or 6h, from 0 to 30 minutes",
                "registry.longest-wait | 31m         | a time such as 30s, 10m or 6h, from 0 to 30 minutes",
                "registry.restart-grace | -1s         | a time such as 30s, 10m or 6h, from 0 to 36500 days",
                "fetch.max-download    | 0           | a size such as 64M or 20G",
                "fetch.max-download    | 20Q         | a size such as 64M or 20G",
                "fetch.max-download    | 9Y          | a size such as 64M or 20G",
                "origins.ports         | 443,99999   | a port from 1 to 65535",
                "origins.ports         | https       | a port from 1 to 65535",
                "sandbox               | requre      | one of prefer, require",
                "sandbox               | ''          | one of prefer, require",
            })
    void ofWhatCannotBeItIsSaidWhatWouldBeRight(String setting, String value, String right) throws IOException {
        assertThat(mistakes(Map.of("darkroom." + setting, value)))
                .containsExactly("darkroom." + setting + " must be " + right + " but is \"" + value + "\"");
    }

    @Test
    void whatCanBeIsTaken() throws IOException {
        assertThat(mistakes(Map.of())).isEmpty();
        assertThat(mistakes(Map.of(
                        "darkroom.fetch.concurrency", "16",
                        "darkroom.fetch.deadline", "1ms",
                        "darkroom.fetch.max-download", "7E",
                        "darkroom.http.rate", "1",
                        "darkroom.http.waits", "0",
                        "darkroom.registry.longest-wait", "30m",
                        "darkroom.origins.ports", "443,80,8443",
                        "darkroom.sandbox", "Require",
                        "darkroom.targets.a.directory", "/a")))
                .isEmpty();
    }

    private static List<String> mistakes(Map<String, String> settings) throws IOException {
        return SettingRanges.mistakes(new Settings(settings, null));
    }
}
