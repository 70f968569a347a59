package dev.darkroom.cli.sync;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.darkroom.cli.ask.FakeDarkroom;
import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.document.Mistake;
import dev.darkroom.cli.document.ReadCatalogue;
import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.registry.query.CatalogueView.RefusedEntry;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishCatalogueTest {
    private static final CatalogueUpdated EVENT = new CatalogueUpdated(
            new CatalogueName("c"), 0, Map.of(), Map.of("a", Map.of("name", "a")), Map.of(), Map.of());
    private static final ReadCatalogue READ =
            new ReadCatalogue(EVENT.catalogue(), List.of(EVENT), new TreeSet<>(), List.of(), List.of());
    private static final String SOMEBODY_ELSES = "00000000-0000-5000-8000-000000000000";

    private final FakeDarkroom darkroom = new FakeDarkroom();
    private final HttpRegistry registry = darkroom.registry();

    @BeforeEach
    void admitted() {
        darkroom.reply("/catalogues", 202, "{}", Map.of());
    }

    @AfterEach
    void close() {
        registry.close();
        darkroom.close();
    }

    @Test
    void returnsWhenTheRegistryHasAdmittedIt() throws Exception {
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
        var publishing = publish();
        awaitPublished();
        assertThat(publishing).isNotDone();

        admitted(1, EVENT.id().toString());

        assertThat(publishing.get(10, SECONDS)).isEmpty();
        assertThat(darkroom.asked())
                .contains("POST /catalogues {\"catalogue\":\"c\",\"part\":0,\"defaults\":{},"
                        + "\"images\":{\"a\":{\"name\":\"a\"}},\"aliases\":{},\"wiring\":{}}");
    }

    @Test
    void theSameEventThatWasAdmittedLongAgoDoesNotCount() throws Exception {
        admitted(7, EVENT.id().toString());
        var publishing = publish();
        awaitPublished();
        Thread.sleep(200);
        assertThat(publishing).isNotDone();

        admitted(8, EVENT.id().toString());

        assertThat(publishing.get(10, SECONDS)).isEmpty();
    }

    @Test
    void whoeverIsOvertakenWaitsForNobody() throws Exception {
        admitted(7, SOMEBODY_ELSES);
        var publishing = publish();
        awaitPublished();
        admitted(8, SOMEBODY_ELSES);
        Thread.sleep(200);
        assertThat(publishing).isNotDone();

        admitted(9, SOMEBODY_ELSES);

        assertThat(publishing.get(10, SECONDS)).isEmpty();
    }

    @Test
    void whatWasRefusedIsReturned() throws Exception {
        darkroom.reply("/catalogues/c", 404, "{\"code\":\"catalogue-unknown\",\"detail\":\"\"}", Map.of());
        var publishing = publish();
        awaitPublished();
        darkroom.reply(
                "/catalogues/c",
                view(part(
                        0,
                        1,
                        EVENT.id().toString(),
                        "{\"entry\":\"images.a\",\"code\":\"key-changed\",\"message\":\"no\"}")));

        assertThat(publishing.get(10, SECONDS))
                .containsExactly(new RefusedEntry("images.a", null, null, "key-changed", "no"));
    }

    @Test
    void aPartThatTheCatalogueNoLongerHasIsEmptied() {
        darkroom.reply("/catalogues/c", view(part(0, 3, SOMEBODY_ELSES, ""), part(1, 3, SOMEBODY_ELSES, "")));

        new PublishCatalogue(registry).publish(READ);

        assertThat(posted())
                .hasSize(2)
                .last(STRING)
                .isEqualTo("POST /catalogues {\"catalogue\":\"c\",\"part\":1,\"defaults\":{},\"images\":{},"
                        + "\"aliases\":{},\"wiring\":{}}");
    }

    @Test
    void aPartThatIsEmptyAlreadyIsLeftAlone() {
        String emptied = CatalogueUpdated.empty(EVENT.catalogue(), 1).id().toString();
        darkroom.reply("/catalogues/c", view(part(0, 3, SOMEBODY_ELSES, ""), part(1, 4, emptied, "")));

        new PublishCatalogue(registry).publish(READ);

        assertThat(posted()).hasSize(1);
    }

    @Test
    void whatIsReadWithMistakesEmptiesNothing() {
        darkroom.reply("/catalogues/c", view(part(0, 3, SOMEBODY_ELSES, ""), part(1, 3, SOMEBODY_ELSES, "")));
        var mistake = new Mistake("c.yaml", 3, null, null, null, "cannot be read");

        new PublishCatalogue(registry)
                .publish(new ReadCatalogue(
                        EVENT.catalogue(), List.of(EVENT), new TreeSet<>(), List.of(mistake), List.of()));

        assertThat(posted()).hasSize(1);
    }

    private List<String> posted() {
        return darkroom.asked().stream().filter(each -> each.startsWith("POST")).toList();
    }

    private CompletableFuture<List<RefusedEntry>> publish() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new PublishCatalogue(registry).admit(READ);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitPublished() throws InterruptedException {
        while (posted().isEmpty()) {
            Thread.sleep(10);
        }
    }

    private void admitted(int revision, String event) {
        darkroom.reply("/catalogues/c", view(part(0, revision, event, "")));
    }

    private static String view(String... parts) {
        return "{\"name\":\"c\",\"parts\":[" + String.join(",", parts) + "]}";
    }

    private static String part(int number, int revision, String event, String refused) {
        return "{\"part\":" + number + ",\"revision\":" + revision + ",\"event_id\":\"" + event
                + "\",\"admitted_at\":\"2026-11-24T01:02:03Z\",\"images\":1,\"refused_count\":0,\"refused\":[" + refused
                + "]}";
    }
}
