package dev.darkroom.cli.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that are made to cost much. */
class HostileDocumentsTest {
    private static String multiplied() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            text.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        return text + "images: {}\n";
    }

    private static String mergedIntoEachOther() {
        var text = new StringBuilder("a0: &a0 {x: y}\n");
        for (int i = 1; i < 25; i++) {
            text.append("a%d: &a%d {<<: [*a%d, *a%d], k%d: v}\n".formatted(i, i, i - 1, i - 1, i));
        }
        return text.toString();
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("deep lists", "images: " + "[".repeat(2000) + "]".repeat(2000)),
                Arguments.of("deep mappings", "images: " + "{a: ".repeat(2000) + "}".repeat(2000)),
                Arguments.of("deep JSON", "{\"images\":" + "[".repeat(100_000)),
                Arguments.of("a list in itself", "images: &a [*a]"),
                Arguments.of("a mapping in itself", "images: &a {a: *a, b: *a}"),
                Arguments.of("a mapping merged into itself", "images: &a {<<: *a, x: {<<: *a}}"),
                Arguments.of("aliases that multiply", multiplied()),
                Arguments.of("merges that multiply", mergedIntoEachOther()),
                Arguments.of("too many values", "tags: [" + "x,".repeat(ReadYaml.MOST_VALUES) + "x]"),
                Arguments.of("too long", "name: " + "x".repeat(DocumentSource.LARGEST)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void aHostileDocumentIsRefusedWithItsReason(String name, String text) {
        CatalogueRead read = Shelf.document(text);

        assertThat(read.events()).isEmpty();
        assertThat(read.mistakes()).isNotEmpty();
        assertThat(read.mistakes().getLast().message())
                .containsAnyOf("too large or too deep", "is too deep here", "cannot be read as YAML or JSON");
    }

    @Test
    void aHostileDocumentDoesNotStopTheReadingOfTheOthersOfWhichNothingIsPublished() {
        CatalogueRead read = new Shelf()
                .put("bomb.yaml", multiplied())
                .put("other.yaml", "images: {a: {source_url: https://e.org/a.qcow2}, b: {}}")
                .catalogue("bomb.yaml", "other.yaml");

        assertThat(read.mistakes()).extracting(Mistake::file).containsExactly("bomb.yaml", "other.yaml");
        assertThat(read.keys()).isEmpty();
    }

    @Test
    void textIsNeverRunAndNeverShownRaw() {
        CatalogueRead read = Shelf.document(
                "images:\n  \"\\u202ea\\e[31m\":\n    !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://x/\"]]\n");

        assertThat(read.mistakes()).isNotEmpty();
        assertThat(read.toString()).doesNotContain("\u202e", "\u001b");
    }

    @Test
    void aSourceThatFailsIsAMistakeOfItsDocument() throws IOException {
        DocumentSource broken = location -> {
            throw new IOException("the network is down");
        };
        CatalogueRead read = new ReadCatalogue(broken).read(java.util.List.of("https://e.org/a?token=s3cret"));

        assertThat(read.mistakes())
                .containsExactly(new Mistake("https://e.org/a", 0, null, null, "the network is down"));
    }
}
