package dev.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.darkroom.events.Visibility;
import dev.darkroom.registry.access.Problem;
import dev.darkroom.registry.http.CataloguesResource;
import dev.darkroom.registry.known.Status;
import dev.darkroom.registry.query.AliasView;
import dev.darkroom.registry.query.CatalogueView;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import dev.darkroom.registry.query.Rendering;
import dev.darkroom.registry.query.SpecView;
import dev.darkroom.registry.query.TargetView;
import dev.darkroom.serve.progress.Activity;
import dev.darkroom.wire.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** openapi.yaml says what the code does: that answers look so is tested on those of a running Darkroom. */
class OpenApiTest {
    private final OpenApi document = new OpenApi();

    @Test
    void everyQuestionIsDescribedWithItsParametersAndNoOther() {
        var described = new TreeMap<String, Set<String>>();
        document.operations()
                .forEach((name, operation) -> described.put(
                        name,
                        document.parameters(operation).stream()
                                .map(each -> each.get("in").asText() + " "
                                        + each.get("name").asText())
                                .collect(Collectors.toCollection(TreeSet::new))));

        assertThat(described).isEqualTo(declared());
    }

    @Test
    void everyAnswerIsDescribedWithItsFieldsAndNoOther() {
        Map<String, Class<?>> views = new TreeMap<>(Map.of(
                "image", ImageView.class,
                "happened", ImageView.Happened.class,
                "spec", SpecView.class,
                "placement", PlacementView.class,
                "target", TargetView.class,
                "targetProblem", TargetView.Problem.class,
                "alias", AliasView.class,
                "aliasAt", AliasView.At.class,
                "activity", Activity.class,
                "problem", Problem.class));
        views.put("catalogue", CatalogueView.class);
        views.put("part", CatalogueView.Part.class);
        views.put("refusedEntry", CatalogueView.RefusedEntry.class);
        views.put("published", CataloguesResource.Published.class);
        var described = new TreeMap<String, Set<String>>();
        document.schemas().properties().forEach(schema -> {
            if (schema.getValue().has("properties")) {
                described.put(schema.getKey(), names(schema.getValue().get("properties")));
            }
        });

        var written = new TreeMap<String, Set<String>>();
        views.forEach((name, view) -> written.put(name, fields(view)));
        assertThat(described).isEqualTo(written);
    }

    @Test
    void whateverHasFewValuesIsDescribedWithAllOfThem() {
        assertThat(texts(document.schemas().at("/status/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Status.values()).map(Status::label).toList());
        assertThat(texts(document.schemas().at("/spec/properties/visibility/enum")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Visibility.values())
                        .map(Visibility::label)
                        .toList());
        JsonNode format = document.parameters(document.operations().get("GET /ids")).stream()
                .filter(each -> each.get("name").asText().equals("format"))
                .findFirst()
                .orElseThrow();
        assertThat(texts(format.at("/schema/enum")))
                .containsExactlyElementsOf(
                        Arrays.stream(Rendering.values()).map(Rendering::label).toList());
    }

    private static Map<String, Set<String>> declared() {
        var declared = new TreeMap<String, Set<String>>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.darkroom.registry", "dev.darkroom.serve")) {
            if (resource.isAnnotatedWith(Path.class)) {
                for (Method method : resource.reflect().getDeclaredMethods()) {
                    declare(resource.reflect().getAnnotation(Path.class).value(), method, declared);
                }
            }
        }
        return declared;
    }

    /** Two methods that answer one question in two forms are one operation. */
    private static void declare(String base, Method method, Map<String, Set<String>> declared) {
        String verb =
                method.isAnnotationPresent(GET.class) ? "GET" : method.isAnnotationPresent(POST.class) ? "POST" : null;
        if (verb != null) {
            Path below = method.getAnnotation(Path.class);
            declared.computeIfAbsent(
                            verb + " " + base + (below == null ? "" : "/" + below.value()), any -> new TreeSet<>())
                    .addAll(Stream.of(method.getParameters())
                            .flatMap(OpenApiTest::parameter)
                            .toList());
        }
    }

    private static Stream<String> parameter(Parameter parameter) {
        QueryParam query = parameter.getAnnotation(QueryParam.class);
        PathParam path = parameter.getAnnotation(PathParam.class);
        return Stream.concat(
                query == null ? Stream.empty() : Stream.of("query " + query.value()),
                path == null ? Stream.empty() : Stream.of("path " + path.value()));
    }

    private static Set<String> fields(Class<?> view) {
        var config = Json.mapper().getSerializationConfig();
        return config.introspect(config.constructType(view)).findProperties().stream()
                .filter(each -> each.hasField())
                .map(each -> each.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Iterable<String> texts(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> array.get(i).asText())
                .toList();
    }
}
