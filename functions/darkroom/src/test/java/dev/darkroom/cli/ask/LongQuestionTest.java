package dev.darkroom.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Rendering;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A question that waits longer than a server or a proxy lets one wait. */
class LongQuestionTest {
    private static final String WHOLE = "/ids?format=env&wait=PT50S";

    private final FakeDarkroom darkroom = new FakeDarkroom();
    /** Each question takes a second. */
    private final HttpRegistry registry = new HttpRegistry(
            Exchange.here(darkroom.uri(), new Credentials(null, null), Deadline.never()),
            false,
            () -> Duration.ofSeconds(darkroom.asked().size()).toNanos());

    @AfterEach
    void close() {
        registry.close();
        darkroom.close();
    }

    @Test
    void isAskedInPiecesUntilItIsAnswered() throws Exception {
        darkroom.replyOnce(WHOLE, 503, "{\"code\": \"not-ready\", \"detail\": \"a is not finished\"}", Map.of());
        darkroom.reply(WHOLE, 200, "A='1'\n", Map.of("Darkroom-Target", "cloud"));

        assertThat(ids(Duration.ofHours(1)).text()).isEqualTo("A='1'\n");
        assertThat(darkroom.asked()).hasSize(2);
    }

    @Test
    void endsWithTheLastWordWhenItsTimeIsOver() {
        darkroom.reply("/ids?format=env&wait=PT2S", 404, problem("key-unknown", "no a"), Map.of());
        darkroom.reply("/ids?format=env&wait=PT1S", 503, problem("not-ready", "a is not finished"), Map.of());

        assertThatThrownBy(() -> ids(Duration.ofSeconds(2)))
                .isInstanceOf(UnansweredException.class)
                .hasMessage("a is not finished");
    }

    /** As when a laptop sleeps between two pieces. */
    @Test
    void isPutOnceMoreWhenItsTimeIsLongOver() throws Exception {
        var looks = new AtomicInteger();
        darkroom.reply("/ids?format=env&wait=PT2S", 503, problem("not-ready", "a is not finished"), Map.of());
        darkroom.reply("/ids?format=env&wait=PT1S", 200, "A='1'\n", Map.of("Darkroom-Target", "cloud"));

        try (var sleeping = new HttpRegistry(
                Exchange.here(darkroom.uri(), new Credentials(null, null), Deadline.never()),
                false,
                () -> looks.incrementAndGet() <= 3 ? 0 : Duration.ofHours(1).toNanos())) {
            assertThat(ids(sleeping, Duration.ofSeconds(2)).text()).isEqualTo("A='1'\n");
        }
    }

    @Test
    void outlivesAProxyThatBreaksOff() throws Exception {
        darkroom.replyOnce(WHOLE, 503, problem("busy", "too many wait"), Map.of());
        darkroom.replyOnce(WHOLE, 502, "<html>", Map.of());
        darkroom.reply(WHOLE, 200, "A='1'\n", Map.of("Darkroom-Target", "cloud"));

        assertThat(ids(Duration.ofHours(1)).target()).isEqualTo("cloud");
    }

    @Test
    void isNotPutAgainToWhoeverRefusesIt() {
        darkroom.reply(WHOLE, 409, problem("target-ambiguous", "name one"), Map.of());

        assertThatThrownBy(() -> ids(Duration.ofHours(1))).hasMessage("name one");
        assertThat(darkroom.asked()).hasSize(1);
    }

    @Test
    void isNotPutAgainToNobody() {
        darkroom.reply(WHOLE, 502, "<html>", Map.of());

        assertThatThrownBy(() -> ids(Duration.ofHours(1))).hasMessageContaining("answers 502");
        assertThat(darkroom.asked()).hasSize(1);
    }

    private Registry.RenderedIds ids(Duration patience) throws Exception {
        return ids(registry, patience);
    }

    private static Registry.RenderedIds ids(Registry registry, Duration patience) throws Exception {
        return registry.ids(new FindIds.Question(null, Set.of(), patience), Rendering.ENV);
    }

    private static String problem(String code, String detail) {
        return "{\"code\": \"" + code + "\", \"detail\": \"" + detail + "\"}";
    }
}
