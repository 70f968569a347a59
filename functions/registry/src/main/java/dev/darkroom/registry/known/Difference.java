package dev.darkroom.registry.known;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.CatalogueRefused;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Texts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A field in which two specifications of a key are other bytes. */
public record Difference(String field, String before, String after) {
    public static List<Difference> between(ImageSpec before, ImageSpec after) {
        Map<String, String> known = before.identity();
        return after.identity().entrySet().stream()
                .map(field -> new Difference(field.getKey(), known.get(field.getKey()), field.getValue()))
                .filter(each -> !Objects.equals(each.before, each.after))
                .toList();
    }

    /**
     * The event that says so: this catalogue's entry is refused.
     *
     * @param all at least one; the field of the first is that of the event, and its message names them all
     */
    public static CatalogueRefused refused(List<Difference> all, CatalogueName catalogue, ImageKey key, String why) {
        Difference first = all.getFirst();
        String message = all.stream()
                .map(each -> each.field + " of " + key + " is " + Texts.quote(each.before) + " and cannot become "
                        + Texts.quote(each.after))
                .collect(Collectors.joining(", ", "", ": " + why));
        return new CatalogueRefused(
                catalogue, "images." + key, first.field, Texts.clean(first.after), FailureCode.KEY_CHANGED, message);
    }

    /** In words. */
    @Override
    public String toString() {
        return field + " " + Texts.quote(before) + " becomes " + Texts.quote(after);
    }
}
