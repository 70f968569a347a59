package dev.darkroom.cli.sync;

import static dev.darkroom.cli.sync.Published.EVENT;
import static dev.darkroom.cli.sync.Published.READ;
import static dev.darkroom.cli.sync.Published.SOMEBODY_ELSES;
import static dev.darkroom.cli.sync.Published.part;
import static dev.darkroom.cli.sync.Published.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.darkroom.cli.ask.FakeDarkroom;
import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.cli.document.Mistake;
import dev.darkroom.events.CatalogueUpdated;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishCatalogueTest {
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
        var mistake = new Mistake("c.yaml", 3, null, null, "cannot be read");

        new PublishCatalogue(registry)
                .publish(new CatalogueRead(
                        EVENT.catalogue(), List.of(EVENT), new TreeSet<>(), List.of(mistake), List.of(), List.of()));

        assertThat(posted()).hasSize(1);
    }

    private List<String> posted() {
        return darkroom.asked().stream().filter(each -> each.startsWith("POST")).toList();
    }
}
