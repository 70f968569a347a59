package dev.darkroom.fetch.origin;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.HttpConnector.NoAnswer;
import dev.darkroom.fetch.origin.UnreachableOrigins.AtRest;
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

    /** One after the other, each with its pause. */
    private void askInVain(int times, String url, IOException why) {
        for (int i = 0; i < times; i++) {
            pass(Duration.ofMillis(1_250));
            askInVain(url, why);
        }
    }

    private void askInVain(String url, IOException why) {
        assertThatIOException()
                .isThrownBy(() -> origins.ask(SourceUri.parse(url), () -> {
                    throw why;
                }))
                .satisfies(e -> assertThat(e == why || e.getCause() == why)
                        .as("it was asked: " + e)
                        .isTrue());
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

    private AtRest isLeftAlone(String url) {
        try {
            origins.ask(SourceUri.parse(url), () -> true);
        } catch (AtRest e) {
            return e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("it was asked");
    }

    @Test
    void whoAnswersNothingAFewTimesInARowIsLeftAlone() {
        askInVain(5);
        pass(Duration.ofSeconds(10));

        AtRest e = isLeftAlone("https://DEAD.example.org/another?of=it");
        assertThat(e).hasMessageContaining("https://dead.example.org gave no answer (nobody there; 5 times in a row)");
        assertThat(e.failure("").retryAfter()).hasValue(Duration.ofSeconds(20));
        pass(Duration.ofMillis(19_999));
        assertThat(isLeftAlone(DEAD).failure("").retryAfter())
                .as("in whole seconds")
                .hasValue(Duration.ofSeconds(1));
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

    /** An origin that begins anew answers nobody for a moment, and many may be asking. */
    @Test
    void whoAnswersNothingForAMomentIsAskedAgain() {
        var why = new NoAnswer(new IOException("nobody there"));
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofMillis(250));
            assertThatThrownBy(() -> origins.ask(SourceUri.parse(DEAD), () -> {
                        throw why;
                    }))
                    .isSameAs(why);
        }

        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void whatWasLongAgoDoesNotCount() {
        askInVain(4);
        pass(Duration.ofSeconds(31));
        askInVain(4);

        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void afterTheRestOneAsksAndTheOthersWaitForTheAnswer() throws IOException {
        askInVain(5);
        pass(Duration.ofSeconds(30));

        assertThatIOException()
                .isThrownBy(() -> origins.ask(SourceUri.parse(DEAD), () -> {
                    isLeftAlone(DEAD);
                    throw new NoAnswer(new IOException("nobody there"));
                }));

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

    /** Until a connection is given up, or an answer, longer may pass than what failed before would count. */
    @Test
    void whoTakesLongToAnswerNothingIsLeftAloneToo() {
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(1));
            assertThatIOException()
                    .isThrownBy(() -> origins.ask(SourceUri.parse(DEAD), () -> {
                        pass(Duration.ofSeconds(60));
                        throw new NoAnswer(new IOException("nobody there"));
                    }));
        }
        isLeftAlone(DEAD);
        pass(Duration.ofSeconds(31));
        assertThatIOException()
                .isThrownBy(() -> origins.ask(SourceUri.parse(DEAD), () -> {
                    pass(Duration.ofSeconds(60));
                    throw new NoAnswer(new IOException("nobody there"));
                }));

        isLeftAlone(DEAD);
    }

    @Test
    void whoWasNotAskedAfterAllLeavesTheTurnToTheNext() {
        askInVain(5);
        pass(Duration.ofSeconds(30));

        assertFails(
                FailureCode.ORIGIN_REFUSED,
                () -> origins.ask(SourceUri.parse(DEAD), () -> {
                    throw new FailureException(FailureCode.ORIGIN_REFUSED, "no");
                }));

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
        var why = new NoAnswer(new IOException("nobody there"));
        for (int round = 0; round < 5; round++) {
            pass(Duration.ofMillis(1_250));
            for (int i = 0; i < 1000; i++) {
                askInVain("https://dead" + i + ".example.org/disk.raw", why);
            }
        }
        askInVain("https://one.too.many.example.org/disk.raw", why);

        assertThat(isAnswered("https://dead0.example.org/disk.raw")).isTrue();
        isLeftAlone("https://dead1.example.org/disk.raw");
        isLeftAlone("https://dead999.example.org/disk.raw");
    }
}
