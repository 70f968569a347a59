package dev.darkroom.fetch.origin;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.policy.OriginSettings;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadTextTest {
    private static final String TEXT = "images:\n  größe: {}\n";
    private static final int MOST = 4 << 20;

    @TempDir
    Path directory;

    private final FakeOrigin origin = new FakeOrigin();
    private OriginSettings settings = OriginSettings.NONE.allow("127.0.0.1");
    private Duration deadline = Duration.ofSeconds(30);

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    private String read(String url) {
        return new ReadText(settings, Clock.systemUTC(), deadline).read(SourceUri.parse(url));
    }

    private FailureException fails(FailureCode code, String url) {
        return assertFails(code, () -> read(url));
    }

    private static Served text(String text) {
        return Served.file(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTextIsRead() {
        origin.on("/set.yaml", text(TEXT));

        assertThat(read(origin.url("/set.yaml"))).isEqualTo(TEXT);
    }

    @Test
    void aTextIsReadAfterARedirectAndATrouble() {
        origin.on("/old.yaml", FakeOrigin.status(503, "Retry-After: 1"), FakeOrigin.redirect("/set.yaml"))
                .on("/set.yaml", text(TEXT));

        assertThat(read(origin.url("/old.yaml"))).isEqualTo(TEXT);
    }

    @Test
    void aFileIsReadBelowAListedDirectoryOnly() throws IOException {
        Path file = Files.writeString(directory.resolve("set.yaml"), TEXT);

        fails(FailureCode.ORIGIN_REFUSED, "file://" + file);

        settings = settings.files(directory);
        assertThat(read("file://" + file)).isEqualTo(TEXT);
    }

    @Test
    void theSamePolicyHolds() {
        settings = OriginSettings.NONE;

        FailureException e = fails(FailureCode.ORIGIN_REFUSED, origin.url("/set.yaml"));

        assertThat(e).hasMessageContaining("add 127.0.0.1 to darkroom.origins.allow");
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void aTextThatMayBeChangedOnItsWayIsRefused() {
        FailureException e = fails(FailureCode.ORIGIN_REFUSED, "http://9.9.9.9/set.yaml");

        assertThat(e).hasMessageContaining("darkroom.origins.http");
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "1, false"})
    void aTextMayHaveFourMebibytes(int more, boolean fits) {
        origin.on("/set.yaml", text("#".repeat(MOST + more)));

        if (fits) {
            assertThat(read(origin.url("/set.yaml"))).hasSize(MOST + more);
        } else {
            fails(FailureCode.LIMIT_EXCEEDED, origin.url("/set.yaml"));
        }
    }

    /** What is left of a catalogue may be one, of fewer images. */
    @Test
    void aTextThatMayHaveBeenCutIsRefused() {
        origin.on("/set.yaml", text(TEXT).framing(Served.Framing.CLOSE).cutAfter(9));

        FailureException e = fails(FailureCode.PROOF_MISSING, origin.url("/set.yaml"));

        assertThat(e).hasMessageContaining("says no length");
    }

    @Test
    void aTextThatIsNotThereIsNotFound() {
        FailureException e = fails(FailureCode.ORIGIN_NOT_FOUND, origin.url("/none.yaml"));

        assertThat(e).hasMessageContaining("/none.yaml does not exist (404): correct its address, or");
    }

    @Test
    void aTextThatTricklesInIsLeftAtTheDeadline() {
        deadline = Duration.ofMillis(500);
        origin.on("/set.yaml", (request, out) -> {
            FakeOrigin.head(out, 200, List.of("Content-Length: 10000"));
            while (true) {
                out.write('#');
                out.flush();
                Thread.sleep(20);
            }
        });

        FailureException e = fails(FailureCode.ORIGIN_UNAVAILABLE, origin.url("/set.yaml"));

        assertThat(e)
                .hasMessageEndingWith(
                        "/set.yaml took longer than 500 ms; try again later, or give a copy of it as a file");
    }
}
