package dev.darkroom.fetch.origin;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.HttpConnector.NoAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is asked, and who is left alone. */
class UnreachableOriginsTest {
    private static final String DEAD = "https://dead.example.org/disk.raw";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE); // Which a clock of that kind may be at.
    private final UnreachableOrigins origins = new UnreachableOrigins(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void askInVain(int times, String url, IOException why) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> origins.ask(SourceUri.parse(url), () -> {
                        throw why;
                    }))
                    .isSameAs(why);
        }
    }

    private void askInVain(int times) {
        askInVain(times, DEAD, new NoAnswer(new IOException("nobody there")));
    }

    private boolean isAnswered(String url) {
        try {
            return origins.ask(SourceUri.parse(url), () -> true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FailureException isLeftAlone(String url) {
        return assertFails(FailureCode.ORIGIN_UNAVAILABLE, () -> isAnswered(url));
    }

    @Test
    void whoAnswersNothingAFewTimesInARowIsLeftAlone() {
        askInVain(5);
        pass(Duration.ofSeconds(10));

        FailureException e = isLeftAlone("https://DEAD.example.org/another?of=it");
        assertThat(e).hasMessageContaining("https://dead.example.org gave no answer (nobody there; 5 times in a row)");
        assertThat(e.retryAfter()).hasValue(Duration.ofSeconds(20));
        assertThat(isAnswered("https://dead.example.org:444/disk.raw")).isTrue();
        assertThat(isAnswered("https://example.org/disk.raw")).isTrue();
    }

    @Test
    void anAnswerMeanwhileBeginsTheRowAnew() {
        askInVain(4);
        assertThat(isAnswered(DEAD)).isTrue();
        askInVain(4);

        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void aNameThatNobodyKnowsIsNoAnswer() {
        askInVain(5, DEAD, new UnknownHostException("dead.example.org"));

        isLeftAlone(DEAD);
    }

    @Test
    void afterTheRestWhoeverComesAsks() {
        askInVain(5);
        pass(Duration.ofSeconds(30));

        askInVain(1);

        isLeftAlone(DEAD);
        pass(Duration.ofSeconds(30));
        assertThat(isAnswered(DEAD)).isTrue();
        askInVain(4);
        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void whoDoesNotAnswerAsHeShouldIsThere() {
        askInVain(5);
        pass(Duration.ofSeconds(30));

        assertThatIOException()
                .isThrownBy(() -> origins.ask(SourceUri.parse(DEAD), () -> {
                    throw new IOException("it hangs up");
                }));

        askInVain(4);
        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void whoIsNotEvenAskedMayBeThereOrNot() {
        askInVain(4);

        assertFails(
                FailureCode.ORIGIN_REFUSED,
                () -> origins.ask(SourceUri.parse(DEAD), () -> {
                    throw new FailureException(FailureCode.ORIGIN_REFUSED, "no");
                }));

        askInVain(1);
        isLeftAlone(DEAD);
    }

    @Test
    void thereIsAnEndToWhatIsRemembered() {
        for (int i = 0; i <= 1000; i++) {
            askInVain(5, "https://dead" + i + ".example.org/disk.raw", new NoAnswer(new IOException("nobody there")));
        }

        assertThat(isAnswered("https://dead0.example.org/disk.raw")).isTrue();
        isLeftAlone("https://dead1.example.org/disk.raw");
        isLeftAlone("https://dead1000.example.org/disk.raw");
    }
}
