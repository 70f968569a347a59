package dev.darkroom.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.events.Checksum;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.EventType;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.StagedFile;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.Visibility;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {
    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @MethodSource("dev.darkroom.wire.Golden#all")
    void goldenDataIsValid(Golden golden) {
        assertThat(Schemas.errors(golden.event().eventType(), golden.data())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void schemaHasTheFieldsOfTheRecord(EventType type) {
        assertThat(fields(Schemas.document(type).at("/properties"))).isEqualTo(components(type.data()));
    }

    static Stream<Arguments> definitions() {
        return Stream.of(
                Arguments.of("spec", ImageSpec.class),
                Arguments.of("checksum", Checksum.class),
                Arguments.of("stagedFile", StagedFile.class));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void definitionHasTheFieldsOfTheRecord(String definition, Class<?> record) {
        assertThat(fields(Schemas.common().at("/$defs/" + definition + "/properties")))
                .isEqualTo(components(record));
    }

    @Test
    void problemHasTheFieldsOfTheRecord() {
        assertThat(fields(Schemas.document(EventType.TARGET_ANNOUNCED).at("/properties/problem/properties")))
                .isEqualTo(components(TargetAnnounced.Problem.class));
    }

    @Test
    void enumerationsHaveTheValuesOfTheCode() {
        assertThat(values("diskFormat")).isEqualTo(labels(DiskFormat.values(), DiskFormat::label));
        assertThat(texts(Schemas.common().at("/$defs/spec/properties/visibility/enum")))
                .isEqualTo(labels(Visibility.values(), Visibility::label));
        assertThat(texts(Schemas.document(EventType.IMAGE_READY).at("/properties/outcome/enum")))
                .isEqualTo(labels(ImageReady.Outcome.values(), Object::toString));
        String digests = Schemas.common().at("/$defs/digest/pattern").asText();
        for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
            assertThat(algorithm + ":" + "a".repeat(algorithm.hexDigits())).matches(digests);
        }
    }

    /** Whoever reads the events by their schemas goes on when a later version has more of them. */
    @Test
    void failureCodesAreThoseOfTheCodeAndThereMayBeMore() {
        JsonNode schema = Schemas.common().at("/$defs/failureCode");
        assertThat(texts(schema.get("examples"))).isEqualTo(labels(FailureCode.values(), FailureCode::label));

        Golden failed = Golden.full()
                .filter(golden -> golden.event().eventType() == EventType.IMAGE_FAILED)
                .findFirst()
                .orElseThrow();
        for (String code : List.of("quota-exceeded", "eaten-by-mice", "lost")) {
            JsonNode data = failed.data();
            ((ObjectNode) data).put("code", code);
            assertThat(Schemas.errors(EventType.IMAGE_FAILED, data)).as(code).isEmpty();
        }
    }

    static Stream<Arguments> fieldsOfGoldens() {
        return Golden.all().stream()
                .flatMap(golden -> pointers("", golden.data(), new ArrayList<>()).stream()
                        .map(pointer -> Arguments.of(golden, pointer)));
    }

    /** Schema and code agree on what may be absent: every field of every object is taken away once. */
    @ParameterizedTest(name = "{0} without {1}")
    @MethodSource("fieldsOfGoldens")
    void whatTheSchemaRequiresTheCodeRequires(Golden golden, String pointer) {
        JsonNode data = golden.data();
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) data.at(pointer.substring(0, last))).remove(pointer.substring(last + 1));

        if (Schemas.errors(golden.event().eventType(), data).isEmpty()) {
            assertThat(read(golden, data)).isNotNull();
        } else {
            assertThatThrownBy(() -> read(golden, data))
                    .isInstanceOf(UnreadableEventException.class)
                    .hasMessageContaining(pointer.substring(last + 1));
        }
    }

    private Object read(Golden golden, JsonNode data) {
        return codec.read(golden.event().eventType().type(), Golden.bytes(data));
    }

    private static List<String> pointers(String at, JsonNode node, List<String> found) {
        if (node.isObject() && !freeForm(at)) {
            node.properties().forEach(field -> {
                found.add(at + "/" + field.getKey());
                pointers(at + "/" + field.getKey(), field.getValue(), found);
            });
        }
        return found;
    }

    private static boolean freeForm(String pointer) {
        return pointer.matches("/(images|aliases|wiring|defaults|updates|spec/properties)");
    }

    private static List<String> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.equals("protectedImage") ? "protected" : SnakeCaseStrategy.INSTANCE.translate(name))
                .toList();
    }

    private static List<String> fields(JsonNode properties) {
        return properties.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> values(String definition) {
        return texts(Schemas.common().at("/$defs/" + definition + "/enum"));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static <T> List<String> labels(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).toList();
    }
}
