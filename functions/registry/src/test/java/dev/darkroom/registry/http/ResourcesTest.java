package dev.darkroom.registry.http;

import static dev.darkroom.events.testing.Samples.spec;
import static dev.darkroom.registry.testing.Said.failed;
import static dev.darkroom.registry.testing.Said.ready;
import static dev.darkroom.registry.testing.Said.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.registry.RegistryTestCase;
import dev.darkroom.registry.known.Retirement;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import dev.darkroom.registry.query.UntilAdmitted;
import dev.darkroom.registry.testing.TestRegistry.Catalogue;
import dev.darkroom.wire.Json;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResourcesTest extends RegistryTestCase {
    private static final String ID = ImageId.of(new ImageKey("a"), 0).toString();

    private ImagesResource images;
    private IdsResource ids;
    private TargetsResource targets;

    @BeforeEach
    void admit() {
        images = new ImagesResource(registry.query, registry.ids, registry.retry, () -> "ops");
        ids = new IdsResource(registry.ids);
        targets = new TargetsResource(registry.query);
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec(), "c", spec()))
                .aliases(Map.of("newest", "a", "gone", "c"))
                .wiring(Map.of("image_of_caas", "newest", "image_of_nix", "nix")));
        registry.image.ready(ready("a", "cloud", spec()));
        registry.image.failed(failed("c", FailureCode.ORIGIN_NOT_FOUND, 0));
    }

    @Test
    void imagesAreAnObjectByKey() {
        JsonNode answer = json(images.images(null));

        assertThat(answer.at("/a/targets/cloud/id").asText()).isEqualTo(ID);
        assertThat(answer.at("/c/targets/cloud/code").asText()).isEqualTo("origin-not-found");
        assertThat(answer.at("/a/history").isMissingNode()).isTrue();
        assertThat(answer.at("/a/spec/protected").isBoolean()).isTrue();
    }

    @Test
    void aFailedImageIsTriedAgain() {
        Response answer = images.retry("c");

        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(answer.getLocation()).hasPath("/images/c");
        assertThat(json(answer).at("/status").asText()).isEqualTo("waiting");
        assertThat(json(answer).at("/history").findValuesAsText("words")).contains("asked for by ops");
    }

    @Test
    void oneImageHasItsHistory() {
        assertThat(json(images.image("newest", null, null, null))
                        .at("/history/0/what")
                        .asText())
                .isEqualTo("admitted");
    }

    @Test
    void asPlainTextAnImageIsItsId() {
        Response answer = images.id("newest", "cloud", null, null);

        assertThat(text(answer)).isEqualTo(ID + "\n");
        assertThat(answer.getMediaType()).hasToString("text/plain;charset=UTF-8");
    }

    @Test
    void asPlainTextAVariableIsTheIdThatItStandsFor() {
        assertThat(text(images.id("image_of_caas", null, null, null))).isEqualTo(ID + "\n");
    }

    @Test
    void anImageThatHasFailedIsToldFromOneThatIsNotReadyYet() {
        assertThatThrownBy(() -> images.id("gone", null, null, null))
                .isInstanceOf(QueryException.class)
                .hasMessage("gone has failed at target cloud: /images/c says why")
                .extracting(e -> ((QueryException) e).refusal().label())
                .isEqualTo("image-failed");
    }

    @Test
    void onlyWhatIsInSeveralFormsVariesWithWhatIsAccepted() {
        assertThat(images.image("a", null, null, null).getHeaderString("Vary")).isEqualTo("Accept");
        assertThat(images.id("a", null, null, null).getHeaderString("Vary")).isEqualTo("Accept");
        assertThat(ids.ids(null, "json", null, List.of(), null).getHeaderString("Vary"))
                .isNull();
        assertThat(targets.targets(null).getHeaderString("Vary")).isNull();
    }

    @Test
    void anImageThatIsNotReadyHasNoId() {
        assertThatThrownBy(() -> images.id("b", null, null, null))
                .isInstanceOf(QueryException.class)
                .hasMessage("b is not ready at target cloud: /images/b says why")
                .extracting(e -> ((QueryException) e).refusal())
                .isEqualTo(Refusal.NO_ID);
    }

    @Test
    void idsAreInTheFormThatIsAskedForAndCountWhatIsMissing() {
        Response answer = ids.ids(null, "json", null, List.of(), null);

        assertThat(json(answer))
                .isEqualTo(Json.mapper().valueToTree(Map.of("a", ID, "newest", ID, "image_of_caas", ID)));
        assertThat(answer.getHeaderString("Darkroom-Target")).isEqualTo("cloud");
        assertThat(answer.getHeaderString("Darkroom-Pending")).isEqualTo("1");
        assertThat(answer.getHeaderString("Darkroom-Failed")).isEqualTo("1");
        assertThat(answer.getHeaderString("Darkroom-Missing")).isEqualTo("2");
        assertThat(answer.getHeaderString("Darkroom-Missing-Names")).isEqualTo("gone, image_of_nix");
        assertThat(text(ids.ids("cloud", "env", "0", List.of("newest"), null)))
                .isEqualTo("IMAGE_OF_CAAS=" + ID + "\nNEWEST=" + ID + "\n");
        assertThat(ids.ids(null, "yaml", null, List.of(), null).getMediaType())
                .hasToString("application/yaml;charset=UTF-8");
    }

    @Test
    void whatIsAskedForAndCannotBeWrittenCountsAsMissing() {
        registry.admit(Catalogue.of(Map.of("a", spec(), "b", spec())).aliases(Map.of("path", "a")));

        Response answer = ids.ids(null, "env", null, List.of("path"), null);

        assertThat(answer.getHeaderString("Darkroom-Missing")).isEqualTo("1");
        assertThat(answer.getHeaderString("Darkroom-Missing-Names")).isEqualTo("path");
    }

    @Test
    void aWrongQuestionIsRefusedBeforeItIsAsked() {
        assertThatThrownBy(() -> ids.ids(null, "xml", null, List.of(), null)).hasMessageContaining("format must be");
        assertThatThrownBy(() -> ids.ids(null, "json", "soon", List.of(), null)).hasMessageContaining("wait must be");
        assertThatThrownBy(() -> images.image("a", null, "-1s", null)).hasMessageContaining("wait must be");
    }

    @Test
    void targetsAndAliasesAreObjectsByName() {
        assertThat(json(targets.targets(null)).at("/cloud/images/ready").asInt())
                .isEqualTo(1);
        assertThat(json(new AliasesResource(registry.query).aliases(null))
                        .at("/newest/targets/cloud/id")
                        .asText())
                .isEqualTo(ID);
    }

    /** Ten thousand of them may point at the same large image. */
    @Test
    void allAliasesAreOneAnswerForEverybodyAndEachSaysLittle() {
        var aliases = new AliasesResource(registry.query);
        Response answer = aliases.aliases(null);

        assertThat(json(answer).at("/newest").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("key", "catalogue", "targets");
        assertThat(aliases.aliases(null).getEntity()).isSameAs(answer.getEntity());
        registry.image.ready(ready("b", "cloud", spec()));
        assertThat(aliases.aliases(null).getEntity()).isNotSameAs(answer.getEntity());
    }

    @Test
    void aTargetThatIsRetiredIsShownSo() {
        registry.target.announced(target("cloud", DiskFormat.RAW).with(Retirement.NOT_SERVED));

        JsonNode answer = json(targets.targets(null));

        assertThat(answer.at("/cloud/problem/code").asText()).isEqualTo("target-retired");
        assertThat(answer.at("/cloud/images/ready").asInt()).as("its IDs stay").isEqualTo(1);
    }

    record Path(String name, Function<ResourcesTest, Function<String, Response>> ask) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Path> paths() {
        return Stream.of(
                new Path("/images", test -> test.images::images),
                new Path("/images/a", test -> tag -> test.images.image("a", null, null, tag)),
                new Path("/images/a as text", test -> tag -> test.images.id("a", null, null, tag)),
                new Path("/ids", test -> tag -> test.ids.ids(null, "json", null, List.of(), tag)),
                new Path("/targets", test -> test.targets::targets),
                new Path("/aliases", test -> new AliasesResource(test.registry.query)::aliases),
                new Path(
                        "/catalogues/platform",
                        test -> tag -> new CataloguesResource(
                                        test.registry.query,
                                        test.registry.bus,
                                        new PublishInTime(Duration.ofSeconds(30)),
                                        new UntilAdmitted(test.registry.store, test.registry.waiting, Duration.ZERO))
                                .catalogue("platform", tag)));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void whoHasTheAnswerAlreadyIsToldSo(Path path) {
        Function<String, Response> ask = path.ask().apply(this);
        Response first = ask.apply(null);
        String tag = first.getHeaderString("ETag");

        assertThat(first.getStatus()).isEqualTo(200);
        assertThat(first.getHeaderString("Cache-Control")).isEqualTo("no-cache");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        for (String same : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            Response again = ask.apply(same);
            assertThat(again.getStatus()).as(same).isEqualTo(304);
            assertThat(again.hasEntity()).isFalse();
            assertThat(again.getHeaderString("ETag")).isEqualTo(tag);
        }
        assertThat(ask.apply("\"other\"").getStatus()).isEqualTo(200);
    }

    @Test
    void anotherContentAndAnotherFormHaveAnotherTag() {
        String before = ids.ids(null, "json", null, List.of(), null).getHeaderString("ETag");
        assertThat(ids.ids(null, "tfvars", null, List.of(), null).getHeaderString("ETag"))
                .isNotEqualTo(before);
        registry.image.ready(ready("b", "cloud", spec()));

        Response after = ids.ids(null, "json", null, List.of(), before);

        assertThat(after.getStatus()).isEqualTo(200);
        assertThat(after.getHeaderString("ETag")).isNotEqualTo(before);
    }

    static String text(Response response) {
        return response.getEntity() instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : (String) response.getEntity();
    }

    static JsonNode json(Response response) {
        try {
            return Json.mapper().readTree(text(response));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
