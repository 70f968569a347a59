package dev.darkroom.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.darkroom.events.Bus;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.EventType;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.testing.RecordingLog;
import dev.darkroom.registry.AdmitCatalogue;
import dev.darkroom.registry.Conclude;
import dev.darkroom.registry.RegistryMeters;
import dev.darkroom.registry.RegistryTestCase;
import dev.darkroom.registry.catalogue.JudgeCatalogue;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.UntilAdmitted;
import dev.darkroom.registry.testing.TestRegistry;
import dev.darkroom.wire.EventCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CataloguesResourceTest extends RegistryTestCase {
    private CataloguesResource catalogues;

    @BeforeEach
    void resource() {
        catalogues = resource(registry.bus, Duration.ofSeconds(30));
    }

    @Test
    void aCatalogueIsPublishedAndItsAnswerNamesTheEvent() throws IOException {
        Response answer = publish("{\"catalogue\":\"platform\",\"images\":{\"a\":{}}}");

        CatalogueUpdated event = registry.bus.only(CatalogueUpdated.class);
        assertThat(event.images()).containsOnlyKeys("a");
        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(answer.getLocation()).hasToString("/catalogues/platform");
        JsonNode body = ProblemsTest.json(answer);
        assertThat(body.get("event_id").asText()).isEqualTo(event.id().toString());
        assertThat(body.get("part").asInt()).isZero();
    }

    /** Who asks for IDs next would else be answered as before. */
    @Test
    void theAnswerSaysWhetherTheRegistryHasAdmittedIt() throws IOException {
        JsonNode notYet = ProblemsTest.json(publish("{\"catalogue\":\"platform\"}"));
        catalogues = resource(event -> admit((CatalogueUpdated) event), Duration.ofSeconds(30));
        JsonNode admitted = ProblemsTest.json(publish("{\"catalogue\":\"platform\"}"));

        assertThat(notYet.get("admitted")).isEqualTo(BooleanNode.FALSE);
        assertThat(notYet.has("refused_count")).isFalse();
        assertThat(notYet.path("message").asText()).contains("not refused", "/catalogues/platform");
        assertThat(admitted.get("admitted")).isEqualTo(BooleanNode.TRUE);
        assertThat(admitted.path("refused_count").asInt()).isOne();
        assertThat(admitted.has("message")).isFalse();
    }

    private void admit(CatalogueUpdated event) {
        var refused = new CatalogueRefused(
                event.catalogue(), "images.a", null, null, FailureCode.CATALOGUE_INVALID, "a is wrong");
        registry.store.write(tx -> {
            tx.catalogues().admit(event, event.id(), registry.clock.instant(), Set.of(), 0, List.of(refused));
            return null;
        });
    }

    @Test
    void aCatalogueIsPublishedThoughTheDatabaseIsAway() throws IOException {
        registry.database.failUntilFurtherNotice(new SQLException("away", "08001"));

        Response answer = publish("{\"catalogue\":\"platform\"}");

        registry.database.failNoMore();
        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(ProblemsTest.json(answer).get("admitted")).isEqualTo(BooleanNode.FALSE);
    }

    @Test
    void whatTakesADefaultAwayIsPublishedAndTheAnswerNamesWhatWillBeAdmitted() throws IOException {
        Response answer = publish("{\"catalogue\":\"platform\",\"defaults\":{\"tags\":[\"a\"],\"min_disk\":1e400},"
                + "\"images\":{\"a\":{\"tags\":null}}}");

        var codec = new EventCodec();
        var admitted = (CatalogueUpdated)
                codec.read(EventType.CATALOGUE_UPDATED.type(), codec.data(registry.bus.only(CatalogueUpdated.class)));
        assertThat(admitted.images().toString()).isEqualTo("{a={tags=null}}");
        assertThat(admitted.defaults()).containsEntry("min_disk", Double.POSITIVE_INFINITY);
        assertThat(ProblemsTest.json(answer).get("event_id").asText())
                .isEqualTo(admitted.id().toString());
    }

    @Test
    void whatPointsAtNullIsTakenAway() throws IOException {
        var conclude = new Conclude(TestRegistry.BACK_OFF, registry.clock);
        var meters = new RegistryMeters(new SimpleMeterRegistry());
        var admit = new AdmitCatalogue(new JudgeCatalogue()::read, registry.store, conclude, meters, registry.clock);
        catalogues = resource(event -> admit.admit((CatalogueUpdated) event, event.id()), Duration.ofSeconds(30));
        publish("{\"catalogue\":\"platform\",\"aliases\":{\"old\":\"a\",\"new\":\"a\"},"
                + "\"wiring\":{\"old_image\":\"old\",\"new_image\":\"new\"}}");

        Response answer =
                publish("{\"catalogue\":\"platform\",\"aliases\":{\"old\":null},\"wiring\":{\"old_image\":null}}");

        assertThat(ProblemsTest.json(answer).get("refused_count").asInt()).isZero();
        assertThat(registry.query.aliases()).containsOnlyKeys("new");
        assertThat(registry.query.known().wiring()).containsOnlyKeys("new_image");
    }

    @Test
    void ofTheLargestSizeItIsTakenAndOneByteLargerItIsNot() throws IOException {
        assertThat(publish(sized(CatalogueUpdated.LARGEST)).getStatus()).isEqualTo(202);
        registry.bus.clear();

        Response answer = publish(sized(CatalogueUpdated.LARGEST + 1));

        ProblemsTest.isProblem(answer, 413, "catalogue-too-large", "publish it in parts");
        assertThat(registry.bus.published()).isEmpty();
    }

    /** {@code 1e9} is written as {@code 1.0E9}: no event could carry it, however often it was sent. */
    @Test
    void whatIsTooLargeAsAnEventIsNotTaken() throws IOException {
        String numbers = Stream.generate(() -> "1e9").limit(130_000).collect(Collectors.joining(","));

        Response answer = publish("{\"catalogue\":\"platform\",\"images\":{\"a\":{\"tags\":[" + numbers + "]}}}");

        ProblemsTest.isProblem(answer, 413, "catalogue-too-large", "as an event carries it this one is larger");
        assertThat(registry.bus.published()).isEmpty();
    }

    @Test
    void whatHasMoreEntriesThanAreTakenOverIsNotTaken() throws IOException {
        String images = IntStream.rangeClosed(0, CatalogueUpdated.MOST_ENTRIES)
                .mapToObj(i -> "\"k" + i + "\":1")
                .collect(Collectors.joining(","));

        Response answer = publish("{\"catalogue\":\"platform\",\"images\":{" + images + "}}");

        ProblemsTest.isProblem(answer, 413, "catalogue-too-large", "at most 10000 images, aliases and variables");
        assertThat(registry.bus.published()).isEmpty();
    }

    @Test
    void aBodyWithoutEndIsNotReadToItsEnd() throws IOException {
        var endless = new InputStream() {
            private long read;

            @Override
            public int read() {
                read++;
                return 'a';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                read += length;
                Arrays.fill(into, offset, offset + length, (byte) 'a');
                return length;
            }
        };

        assertThat(publish(endless).getStatus()).isEqualTo(413);
        assertThat(endless.read).isLessThanOrEqualTo(CatalogueUpdated.LARGEST + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello                                        | the data is not JSON",
                "[]                                           | must be a JSON object",
                "{}                                           | catalogue is missing",
                "{\"catalogue\":\"A\"}                        | catalogue: catalogue must match",
                "{\"catalogue\":5}                          | catalogue must be text but is 5",
                "{\"catalogue\":\"a\",\"part\":\"x\"}           | part must be a whole number but is \"x\"",
                "{\"catalogue\":\"a\",\"part\":1.5}           | part must be a whole number but is 1.5",
                "{\"catalogue\":\"a\",\"images\":[]}          | images must be an object but is a list",
                "{\"catalogue\":\"a\",\"image\":{}}           | there is no field \"image\"; there are: aliases, catalogue, defaults, images, part, wiring",
                "{\"catalogue\":\"a\",\"images\":{},\"images\":{}} | Duplicate field 'images'",
            })
    void whatIsNoCatalogueIsRefused(String body, String words) throws IOException {
        ProblemsTest.isProblem(publish(body), 400, "catalogue-invalid", words);
        assertThat(registry.bus.published()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"images\":{\"a\":{\"source_url\":\"URL\"}},                       | images.a.source_url has the parameter",
                "{\"images\":{\"a\":{\"source_url\":\"USER\"}},                      | images.a.source_url has a user name",
                "{\"images\":{\"a\":{\"checksum\":[\"sha256:1\",\"URL\"]}},          | images.a.checksum has the parameter",
                "{\"images\":{\"a\":{\"properties\":{\"b\":\"see USER\"}}},           | images.a.properties.b has a user name",
                "{\"images\":{\"URL\":{}},                                           | a name in images has the parameter",
                "{\"images\":{\"a\":\"URL\"},                                        | images.a has the parameter",
                "{\"defaults\":{\"checksum_signature\":\"URL\"},                     | defaults.checksum_signature has",
                "{\"aliases\":{\"a\":\"URL\"},                                       | aliases.a has the parameter",
                "{\"wiring\":{\"a\":\"URL\"},                                        | wiring.a has the parameter",
                "{\"part\":\"URL\",                                                  | part",
                "{\"URL\":1,                                                         | ",
            })
    void aSecretIsNeitherPublishedNorRepeated(String body, String words) throws IOException {
        Response answer = publish(body.strip()
                        .replace("URL", "https://example.org/a?X-Amz-Signature=s3cret")
                        .replace("USER", "https://me:s3cret@example.org/a")
                + "\"catalogue\":\"platform\"}");

        ProblemsTest.isProblem(answer, 400, "catalogue-invalid", words == null ? "" : words);
        assertThat(String.valueOf(answer.getEntity())).doesNotContain("s3cret");
        assertThat(registry.bus.published()).isEmpty();
    }

    @Test
    void whenTheBusIsAwayTheSenderIsToldToSendItAgain() throws IOException {
        registry.bus.refuseNext(1);

        Response answer = publish("{\"catalogue\":\"platform\"}");

        ProblemsTest.isProblem(answer, 503, "bus-unavailable", "the catalogue was not published, send it again");
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
    }

    @Test
    void whoseCatalogueIsNotTakenInTimeIsToldThatItMayStillBePublished() throws IOException {
        var stopped = new CompletableFuture<Boolean>();
        catalogues = resource(
                event -> {
                    try {
                        Thread.sleep(Duration.ofHours(24));
                    } catch (InterruptedException e) {
                        stopped.complete(true);
                    }
                },
                Duration.ofMillis(100));

        Response answer = publish("{\"catalogue\":\"platform\"}");

        ProblemsTest.isProblem(answer, 503, "bus-unavailable", "it may still be published, as event ");
        assertThat(stopped).as("nobody waits any more").succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aStopIsNoTroubleThatIsLogged() throws IOException {
        Thread caller = Thread.currentThread();
        catalogues = resource(
                event -> {
                    caller.interrupt();
                    try {
                        Thread.sleep(Duration.ofHours(24));
                    } catch (InterruptedException e) {
                        // It ends with who has waited for it.
                    }
                },
                Duration.ofMinutes(1));

        try (var log = new RecordingLog(CataloguesResource.class)) {
            Response answer = publish("{\"catalogue\":\"platform\"}");

            assertThat(Thread.interrupted()).isTrue();
            ProblemsTest.isProblem(answer, 503, "bus-unavailable", "the catalogue was not published");
            assertThat(log.heard()).isEmpty();
        }
    }

    /** Kafka's clients are closed while whoever has asked still waits. */
    @Test
    void aBusThatIsClosedIsNoTroubleThatIsLogged() throws IOException {
        catalogues = resource(
                event -> {
                    throw new CancellationException("stopped");
                },
                Duration.ofMinutes(1));

        try (var log = new RecordingLog(CataloguesResource.class)) {
            ProblemsTest.isProblem(publish("{\"catalogue\":\"platform\"}"), 503, "bus-unavailable", "not published");
            assertThat(log.heard()).isEmpty();
        }
    }

    private CataloguesResource resource(Bus bus, Duration patience) {
        var until = new UntilAdmitted(registry.store, registry.waiting, Duration.ofMillis(50));
        return new CataloguesResource(registry.query, bus, new PublishInTime(patience), until);
    }

    private Response publish(String body) throws IOException {
        return publish(new ByteArrayInputStream(body.getBytes(UTF_8)));
    }

    private Response publish(InputStream body) throws IOException {
        try {
            return catalogues.publish(body);
        } catch (QueryException e) {
            return new Problems().refused(e);
        }
    }

    private static String sized(int bytes) {
        String frame = "{\"catalogue\":\"platform\",\"images\":{\"a\":\"\"}}";
        return frame.replace("\"\"", '"' + "x".repeat(bytes - frame.length()) + '"');
    }
}
