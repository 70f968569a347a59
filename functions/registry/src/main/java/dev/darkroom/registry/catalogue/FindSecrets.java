package dev.darkroom.registry.catalogue;

import dev.darkroom.events.CatalogueUpdated;
import dev.darkroom.events.UrlSecrets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks for secrets in the URLs of a catalogue before anything of it is published: what stands on a topic is there for
 * everybody who may read it, also when the entry is refused afterwards.
 */
public final class FindSecrets {
    private FindSecrets() {}

    /** Each of them in words, with its place, such as {@code images.debian_12.source_url}. */
    public static Stream<String> in(CatalogueUpdated event) {
        return Stream.of(
                        in("defaults", event.defaults()),
                        in("images", event.images()),
                        in("aliases", event.aliases()),
                        in("wiring", event.wiring()))
                .flatMap(section -> section);
    }

    private static Stream<String> in(String place, Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .flatMap(entry -> inEntry(place, String.valueOf(entry.getKey()), entry.getValue()));
            case List<?> list -> list.stream().flatMap(each -> in(place, each));
            case String text -> UrlSecrets.in(text).map(secret -> place + " has " + secret).stream();
            case null, default -> Stream.empty();
        };
    }

    private static Stream<String> inEntry(String place, String name, Object value) {
        return Stream.concat(
                UrlSecrets.in(name).map(secret -> "a name in " + place + " has " + secret).stream(),
                in(place + "." + UrlSecrets.clean(name), value));
    }
}
