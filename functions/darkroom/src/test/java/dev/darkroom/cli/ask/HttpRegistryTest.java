package dev.darkroom.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Rendering;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpRegistryTest {
    private static final String IMAGES = """
            {"debian_12": {"key": "debian_12", "status": "ready", "attempts": 1, "targets": {"cloud": {"status": "ready",
             "id": "5dc3a1f0-0000-5000-8000-000000000000", "disk_format": "raw", "size": 42}}}}
            """;

    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final HttpRegistry registry = darkroom.registry();

    @AfterEach
    void close() {
        registry.close();
        darkroom.close();
    }

    @Test
    void readsImages() {
        darkroom.reply("/images", IMAGES);

        assertThat(registry.images().get("debian_12").targets().get("cloud").size())
                .isEqualTo(42);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        darkroom.reply("/images", 200, IMAGES, Map.of("ETag", "\"1\""));
        var first = registry.images();
        darkroom.reply("/images", 200, "{}", Map.of("ETag", "\"1\"")); // Would be seen if it were sent.

        assertThat(registry.images()).isEqualTo(first);
    }

    @Test
    void asksForIdsAsTheQuestionSays() throws InterruptedException {
        darkroom.reply(
                "/ids?format=env&target=my+cloud&key=a&key=b&wait=PT50S",
                200,
                "A=1\n",
                Map.of(
                        "Darkroom-Target",
                        "cloud",
                        "Darkroom-Pending",
                        "1",
                        "Darkroom-Failed",
                        "2",
                        "Darkroom-Missing",
                        "3",
                        "Darkroom-Missing-Names",
                        "x, y, z"));

        var ids =
                registry.ids(new FindIds.Question("my cloud", Set.of("b", "a"), Duration.ofSeconds(90)), Rendering.ENV);

        assertThat(ids).isEqualTo(new Registry.RenderedIds("A=1\n", "cloud", 1, 2, 3, "x, y, z"));
    }

    @Test
    void aProblemIsSaidInItsOwnWords() {
        darkroom.reply("/images/nix", 404, "{\"code\": \"key-unknown\", \"detail\": \"there is no nix\"}", Map.of());

        assertThatThrownBy(() -> registry.image("nix"))
                .isInstanceOf(UnansweredException.class)
                .hasMessage("there is no nix");
    }

    @Test
    void aCatalogueThatIsNotAdmittedIsNoError() {
        darkroom.reply("/catalogues/c", 404, "{\"code\": \"catalogue-unknown\", \"detail\": \"no\"}", Map.of());

        assertThat(registry.catalogue("c")).isEmpty();
    }

    @Test
    void somethingElseThatAnswersIsToldApart() {
        darkroom.reply("/targets", 200, "<html>", Map.of());
        darkroom.reply("/images", 502, "<html>\nBad gateway", Map.of());

        assertThatThrownBy(registry::targets).hasMessageContaining("answers something else than a Darkroom does");
        assertThatThrownBy(registry::images)
                .hasMessage(darkroom.uri() + " answers 502, not as a Darkroom does: <html>");
    }

    @Test
    void aPageIsNoListOfIds() {
        darkroom.reply("/ids?format=yaml", 200, "<html>log in", Map.of());

        assertThatThrownBy(() -> registry.ids(new FindIds.Question(null, Set.of(), Duration.ZERO), Rendering.YAML))
                .isInstanceOf(UnansweredException.class)
                .hasMessage(darkroom.uri() + " answers 200, not as a Darkroom does: <html>log in");
    }

    @Test
    void whoNamesTooMuchAtOnceIsToldSo() {
        darkroom.reply("/ids?format=yaml&key=a", 414, "", Map.of());

        assertThatThrownBy(() -> registry.ids(new FindIds.Question(null, Set.of("a"), Duration.ZERO), Rendering.YAML))
                .isInstanceOf(UnansweredException.class)
                .hasMessageContaining("longer than " + darkroom.uri() + " takes: ask for fewer names at once");
    }

    @Test
    void whereToARedirectLeadsIsSaid() {
        darkroom.reply("/ids?format=env", 301, "", Map.of("Location", "https://other/ids"));
        darkroom.reply("/images/a/retry", 302, "", Map.of("Location", "https://other/login"));

        assertThatThrownBy(() -> registry.ids(new FindIds.Question(null, Set.of(), Duration.ZERO), Rendering.ENV))
                .isInstanceOf(UnansweredException.class)
                .hasMessageContaining(darkroom.uri() + " answers 301, not as a Darkroom does")
                .hasMessageContaining("https://other/ids");
        assertThatThrownBy(() -> registry.retry("a"))
                .isInstanceOf(UnansweredException.class)
                .hasMessageContaining("https://other/login");
    }

    @Test
    void whatIsSaidToAPageIsNotPublished() {
        darkroom.reply("/catalogues", 200, "<html>log in", Map.of());

        assertThatThrownBy(() -> registry.publish(CatalogueUpdated.empty(new CatalogueName("c"), 1)))
                .isInstanceOf(UnansweredException.class)
                .hasMessageContaining("not as a Darkroom does");
    }

    @Test
    void anAnswerWithoutAnEndIsNotWaitedForForEver() {
        darkroom.stall("/images");

        var over = new Deadline(Duration.ZERO, System::nanoTime);
        try (var exchange = Exchange.here(darkroom.uri(), new Credentials(null, null), over)) {
            assertThatThrownBy(() -> awaitBegun(exchange))
                    .isInstanceOfSatisfying(
                            UnansweredException.class,
                            e -> assertThat(e.retryable()).isTrue())
                    .hasMessageContaining("no Darkroom answers at " + darkroom.uri() + " (its answer came to no end):");
        }
    }

    /** A machine that is busy may not even let an answer begin in time: then it is asked again. */
    private static void awaitBegun(Exchange exchange) {
        while (true) {
            try {
                exchange.get("/images", null);
            } catch (UnansweredException e) {
                if (!e.getMessage().contains("timed out")) {
                    throw e;
                }
            }
        }
    }

    @Test
    void whoeverDoesNotAnswerIsNamed() {
        URI nobody = URI.create("http://127.0.0.1:1");

        try (var lonely = HttpRegistry.here(nobody, null, Deadline.never())) {
            assertThatThrownBy(lonely::images)
                    .isInstanceOf(UnansweredException.class)
                    .hasMessageContaining("no Darkroom answers at " + nobody + " (the connection was refused):");
        }
    }
}
