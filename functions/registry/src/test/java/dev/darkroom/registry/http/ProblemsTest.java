package dev.darkroom.registry.http;

import static dev.darkroom.events.testing.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.registry.RegistryTestCase;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.store.StoreException;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest extends RegistryTestCase {
    private Problems problems;

    @BeforeEach
    void map() {
        problems = new Problems();
    }

    @ParameterizedTest
    @CsvSource({
        "QUESTION_INVALID,    400, question-invalid",
        "CATALOGUE_INVALID,   400, catalogue-invalid",
        "KEY_UNKNOWN,         404, key-unknown",
        "TARGET_UNKNOWN,      404, target-unknown",
        "CATALOGUE_UNKNOWN,   404, catalogue-unknown",
        "NO_ID,               404, no-id",
        "IMAGE_FAILED,        404, image-failed",
        "TARGET_AMBIGUOUS,    409, target-ambiguous",
        "NOTHING_TO_RETRY,    409, nothing-to-retry",
        "CATALOGUE_TOO_LARGE, 413, catalogue-too-large",
        "WAITS_TOO_MUCH,      429, waits-too-much",
        "TARGET_MISSING,      503, target-missing",
        "NOT_READY,           503, not-ready",
        "BUSY,                503, busy",
        "BUS_UNAVAILABLE,     503, bus-unavailable",
    })
    void aRefusalHasItsStatusAndCode(Refusal refusal, int status, String code) {
        Response answer = problems.refused(new QueryException(refusal, "because \"it\" is so"));

        isProblem(answer, status, code, "because \"it\" is so");
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo(status == 503 || status == 429 ? "5" : null);
    }

    @Test
    void everyRefusalIsInTheTableAbove() throws NoSuchMethodException {
        String[] rows = ProblemsTest.class
                .getDeclaredMethod("aRefusalHasItsStatusAndCode", Refusal.class, int.class, String.class)
                .getAnnotation(CsvSource.class)
                .value();

        assertThat(Arrays.stream(rows).map(row -> Refusal.valueOf(row.replaceFirst(",.*", ""))))
                .containsExactlyInAnyOrder(Refusal.values());
    }

    @Test
    void aDatabaseThatCannotBeUsedIsAProblemThatPassesAndTellsNothingOfItself() {
        registry.database.failNext(new SQLException("password=s3cret refused", "28000"));

        assertThatThrownBy(registry.query::images).isInstanceOfSatisfying(StoreException.class, e -> {
            Response answer = problems.unavailable(e);
            isProblem(answer, 503, "registry-unavailable", "database cannot be used at present");
            assertThat(ResourcesTest.text(answer)).doesNotContain("s3cret", "28000");
        });
    }

    @Test
    void whoeverLacksMemoryIsToldForWhatAndHowToGiveMore() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())));

        Response answer = problems.withoutMemory(new OutOfMemoryError("Java heap space"));

        isProblem(
                answer,
                503,
                "memory-exhausted",
                "too little memory for all images that it knows: give it more, as in DARKROOM_JAVA_OPTS=-Xmx");
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
    }

    @Test
    void soIsWhoeverAsksADatabaseThatLacksIt() {
        registry.database.failNext(
                new SQLException("General error", "HY000", new IllegalStateException(new OutOfMemoryError())));

        assertThatThrownBy(registry.query::images)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> isProblem(problems.unavailable(e), 503, "memory-exhausted", "too little memory"));
    }

    @ParameterizedTest
    @CsvSource({
        "404, not-found, Not Found, /catalogues/{name}",
        "405, method-not-allowed, Method Not Allowed, POST goes to /catalogues",
        "415, unsupported-media-type, Unsupported Media Type, application/json",
        "406, not-acceptable, Not Acceptable, application/json",
        "400, bad-request, Bad Request, Accept",
    })
    void whatTheFrameworkRefusesIsAProblemToo(int status, String code, String title, String detail) {
        Response answer = Problems.other(new WebApplicationException(status), "/images");

        isProblem(answer, status, code, detail);
        assertThat(json(answer).get("title").asText()).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/images         | GET, HEAD",
                "/images/retry   | GET, HEAD",
                "/catalogues/a   | GET, HEAD",
                "/catalogues     | POST",
                "/images/a/retry | POST",
            })
    void whoAsksByAnotherMethodIsToldWhichThereAre(String path, String methods) {
        assertThat(Problems.other(new WebApplicationException(405), path).getHeaderString("Allow"))
                .isEqualTo(methods);
    }

    @Test
    void anExceptionOfTheFrameworkDoesNotShowItsMessage() {
        Response answer = Problems.other(new NotFoundException("no resource for /<script>"), "/<script>");

        assertThat(ResourcesTest.text(answer)).doesNotContain("script");
    }

    /** Asserts what RFC 9457 asks of an answer, and what we promise beside. */
    static void isProblem(Response answer, int status, String code, String detail) {
        JsonNode body = json(answer);
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getMediaType()).hasToString("application/problem+json");
        assertThat(body.get("type").asText()).isEqualTo("https://darkroom.dev/problems/" + code);
        assertThat(body.get("status").asInt()).isEqualTo(status);
        assertThat(body.get("code").asText()).isEqualTo(code);
        assertThat(body.get("detail").asText()).contains(detail);
        assertThat(body.get("title").asText()).isNotBlank();
    }

    static JsonNode json(Response answer) {
        return ResourcesTest.json(answer);
    }
}
