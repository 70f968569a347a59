package dev.darkroom.fetch.origin;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.UnreachableOrigins.NoConnection;
import dev.darkroom.fetch.origin.UnreachableOrigins.Unreached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    private Unreached askInVain() {
        return catchThrowableOfType(
                Unreached.class,
                () -> origins.ask(SourceUri.parse(DEAD), () -> {
                    throw new NoConnection(new IOException("nobody there"));
                }));
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
    void whoTriesOnKeepsNobodyFromTrying() {
        assertThat(askInVain()).hasMessage("nobody there").matches(e -> !e.looked());

        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void whereOneHasGivenUpNobodyElseAsks() {
        askInVain().giveUp();

        FailureException e = isLeftAlone("https://DEAD.example.org/another?of=it");
        assertThat(e).hasMessageContaining("https://dead.example.org could not be reached (nobody there)");
        assertThat(e.retryAfter()).hasValue(Duration.ofSeconds(30));
        assertThat(isAnswered("https://dead.example.org:444/disk.raw")).isTrue();
        assertThat(isAnswered("https://example.org/disk.raw")).isTrue();
    }

    @Test
    void afterAWhileOneLooksOnce() {
        askInVain().giveUp();
        pass(Duration.ofSeconds(30));

        assertThat(askInVain().looked()).as("one request is enough").isTrue();

        isLeftAlone(DEAD);
        pass(Duration.ofSeconds(30));
        assertThat(isAnswered(DEAD)).isTrue();
        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void whoDoesNotAnswerOnAConnectionIsReached() {
        askInVain().giveUp();
        pass(Duration.ofSeconds(30));

        assertThatIOException()
                .isThrownBy(() -> origins.ask(SourceUri.parse(DEAD), () -> {
                    throw new IOException("it hangs up");
                }));

        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void whoIsNotEvenAskedMayBeThereOrNot() {
        askInVain().giveUp();
        pass(Duration.ofSeconds(30));

        assertFails(
                FailureCode.ORIGIN_REFUSED,
                () -> origins.ask(SourceUri.parse(DEAD), () -> {
                    throw new FailureException(FailureCode.ORIGIN_REFUSED, "no");
                }));

        isLeftAlone(DEAD);
    }

    @Test
    void whileOneLooksTheOthersDoNot() throws IOException {
        askInVain().giveUp();
        pass(Duration.ofSeconds(30));

        origins.ask(SourceUri.parse(DEAD), () -> {
            pass(Duration.ofSeconds(60));
            return isLeftAlone(DEAD);
        });

        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void whoComesAsOneLooksHearsWhatHeFinds() throws Exception {
        askInVain().giveUp();
        pass(Duration.ofSeconds(30));
        var heard = new CompletableFuture<Boolean>();

        origins.ask(SourceUri.parse(DEAD), () -> {
            Thread other = Thread.ofPlatform().start(() -> heard.completeAsync(() -> isAnswered(DEAD), Runnable::run));
            while (other.isAlive() && other.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            return true;
        });

        assertThat(heard.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatWasLongAgoDoesNotCount() {
        askInVain().giveUp();
        pass(Duration.ofSeconds(60));

        askInVain();

        assertThat(isAnswered(DEAD)).isTrue();
    }

    @Test
    void thereIsAnEndToWhatIsRemembered() throws IOException {
        for (int i = 0; i <= 1000; i++) {
            SourceUri url = SourceUri.parse("https://dead" + i + ".example.org/disk.raw");
            catchThrowableOfType(
                            Unreached.class,
                            () -> origins.ask(url, () -> {
                                throw new NoConnection(new IOException("nobody there"));
                            }))
                    .giveUp();
        }

        assertThat(isAnswered("https://dead0.example.org/disk.raw")).isTrue();
        isLeftAlone("https://dead1.example.org/disk.raw");
        isLeftAlone("https://dead1000.example.org/disk.raw");
    }
}
