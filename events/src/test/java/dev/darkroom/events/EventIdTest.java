package dev.darkroom.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.testing.EventSamples;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An id is a function of what the event says: every component of every event is changed once. */
class EventIdTest {
    /** What may differ between two sendings of the same event: how it came about, and what follows from the rest. */
    private static final Map<Class<?>, Set<String>> BESIDE = Map.of(
            ImageRequested.class, Set.of("catalogueEvent"),
            ImageFetched.class, Set.of("attempt"),
            ImageConverted.class, Set.of("attempt"),
            ImageReady.class, Set.of("generation", "name", "sourceUrl", "sourceSha256", "outcome"),
            ImageFailed.class, Set.of("retryAfterSeconds"),
            ImageSettled.class, Set.of("catalogueEvent"),
            AliasMoved.class, Set.of("catalogue", "catalogueEvent"),
            CatalogueRefused.class, Set.of("catalogueEvent"),
            Checksum.class, Set.of("allowWeak", "signature", "cosignBundle"));

    static Stream<Arguments> components() {
        return EventSamples.full().stream()
                .flatMap(event -> paths("", event.getClass())
                        .filter(path -> !path.equals("retryable")) // It cannot differ where the code does not.
                        .map(path -> Arguments.of(event, path)));
    }

    private static Stream<String> paths(String prefix, Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).flatMap(component -> {
            String path = prefix + component.getName();
            return split(component.getType()) ? paths(path + ".", component.getType()) : Stream.of(path);
        });
    }

    private static boolean split(Class<?> type) {
        return Set.of(ImageSpec.class, Checksum.class, StagedFile.class, TargetAnnounced.Problem.class)
                .contains(type);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("components")
    void aChangeOfContentIsAnotherEvent(Event event, String path) throws ReflectiveOperationException {
        var other = (Event) changed((Record) event, path);
        assertThat(other).isNotEqualTo(event);

        if (isBeside(event.getClass(), path)) {
            assertThat(other.id()).isEqualTo(event.id());
        } else {
            assertThat(other.id()).isNotEqualTo(event.id());
        }
    }

    @Test
    void aRepeatedEventIsTheSameEventAndNoTwoSamplesAre() {
        var again = Stream.concat(EventSamples.full().stream(), EventSamples.least().stream())
                .map(Event::id)
                .toList();
        var ids = Stream.concat(EventSamples.full().stream(), EventSamples.least().stream())
                .map(Event::id)
                .toList();

        assertThat(again).isEqualTo(ids).doesNotHaveDuplicates();
    }

    @Test
    void theOrderInWhichACatalogueWasWrittenIsNotContent() {
        var ab = new TreeMap<String, Object>(Map.of("a", 1, "b", List.of("x")));
        var ba = new LinkedHashMap<String, Object>();
        ba.put("b", List.of("x"));
        ba.put("a", 1);

        assertThat(catalogue(ba).id()).isEqualTo(catalogue(ab).id());
    }

    private static CatalogueUpdated catalogue(Map<String, Object> images) {
        return new CatalogueUpdated(new CatalogueName("platform"), 0, Map.of(), images, Map.of(), Map.of());
    }

    private static boolean isBeside(Class<?> record, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return BESIDE.getOrDefault(record, Set.of()).contains(path);
        }
        Class<?> inner = component(record, path.substring(0, dot)).getType();
        return isBeside(inner, path.substring(dot + 1));
    }

    private static RecordComponent component(Class<?> record, String name) {
        return Arrays.stream(record.getRecordComponents())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The same record with another value at this path. */
    private static Record changed(Record record, String path) throws ReflectiveOperationException {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        var values = new ArrayList<Object>();
        var types = new ArrayList<Class<?>>();
        for (RecordComponent each : record.getClass().getRecordComponents()) {
            Object value = each.getAccessor().invoke(record);
            boolean here = each.getName().equals(name);
            values.add(!here ? value : dot < 0 ? other(value) : changed((Record) value, path.substring(dot + 1)));
            types.add(each.getType());
        }
        return record.getClass()
                .getDeclaredConstructor(types.toArray(Class[]::new))
                .newInstance(values.toArray());
    }

    private static Object other(Object value) {
        return switch (value) {
            case String text -> text.endsWith("/source") ? text.replace("source", "raw") : text + "x";
            case Integer number -> number + 1;
            case Long number -> number + 1;
            case Boolean bool -> !bool;
            case ImageKey key -> new ImageKey(key + "x");
            case Alias alias -> new Alias(alias + "x");
            case TargetName target -> new TargetName(target + "x");
            case CatalogueName catalogue -> new CatalogueName(catalogue + "x");
            case ImageId id -> new ImageId(new UUID(id.value().getMostSignificantBits(), 1));
            case UUID uuid -> new UUID(uuid.getMostSignificantBits(), 1);
            case Digest digest ->
                new Digest(
                        digest.algorithm(),
                        digest.hex().replace('b', 'c').replace('d', 'e').replace('1', '2'));
            case SourceUri uri -> SourceUri.parse(uri + "x");
            case OpenPgpSignature signature -> new OpenPgpSignature(null, signature.signedBy());
            case DiskFormat format -> format == DiskFormat.VDI ? DiskFormat.VHD : DiskFormat.VDI;
            case Visibility visibility -> Visibility.PRIVATE;
            case FailureCode code -> FailureCode.INTERNAL_ERROR;
            case ImageReady.Outcome outcome -> ImageReady.Outcome.UPDATED;
            case List<?> list -> list.subList(0, list.size() - 1);
            case Map<?, ?> map -> without(map);
            default -> throw new IllegalArgumentException("say how to change a " + value.getClass());
        };
    }

    private static Map<?, ?> without(Map<?, ?> map) {
        var less = new TreeMap<Object, Object>(map);
        less.pollFirstEntry();
        return less;
    }
}
