package dev.darkroom.registry.known;

import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Texts;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A field in which two specifications of a key are other bytes. */
public record Difference(String field, String before, String after) {
    static List<Difference> between(ImageSpec before, ImageSpec after) {
        Map<String, String> known = before.sameness();
        return after.sameness().entrySet().stream()
                .map(field -> new Difference(field.getKey(), known.get(field.getKey()), field.getValue()))
                .filter(each -> !Objects.equals(each.before, each.after))
                .toList();
    }

    /** In words. */
    @Override
    public String toString() {
        return field + " " + Texts.quote(before) + " becomes " + Texts.quote(after);
    }
}
