package dev.darkroom.cli.document;

import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Jinja;
import dev.darkroom.registry.catalogue.JudgeEntries;
import dev.darkroom.registry.catalogue.MergeTrees;
import dev.darkroom.registry.catalogue.Place;
import dev.darkroom.registry.catalogue.Suggestion;
import dev.darkroom.registry.catalogue.Tree;
import dev.darkroom.registry.catalogue.Tree.Fields;
import dev.darkroom.registry.catalogue.Tree.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the documents say together. Later ones are merged over earlier ones, images field by field, aliases and variables one
 * by one. Defaults apply to the images that stand in the same document, and are weaker than any field that an image has in
 * whatever document: so a set that is included keeps its own, but for images that a later document with defaults has, too.
 */
final class Gathered {
    /** The sections of a catalogue. */
    static final List<String> FIELDS = List.of("catalogue", "images", "aliases", "wiring", "defaults", "include");

    /** Whatever else is missing may have been about images, such as who may use them. */
    private static final Set<String> NOT_ABOUT_IMAGES = Set.of("catalogue", "aliases", "wiring");

    private static final Set<String> OF_IMAGES = JudgeEntries.fieldsOfImages();

    private final Map<String, Tree> images = new LinkedHashMap<>();
    private final Map<String, Tree> defaults = new LinkedHashMap<>();
    private final Map<String, Tree> aliases = new LinkedHashMap<>();
    private final Map<String, Tree> wiring = new LinkedHashMap<>();
    private final JudgeEntries parts = new JudgeEntries();
    private final Mistakes mistakes;

    Gathered(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    void add(Document document) {
        Fields fields = document.fields();
        fields.fields().forEach((field, value) -> {
            if (!FIELDS.contains(field)) {
                Optional<String> ofImages = fieldOfImages(field);
                mistakes.add(
                        value.place(),
                        null,
                        "a catalogue has no field " + UrlSecrets.quote(field)
                                + ofImages.map(Gathered::belongsBelow).orElseGet(() -> Suggestion.of(field, FIELDS)));
                if (ofImages.isPresent() || mayBeAboutImages(field, value)) {
                    mistakes.markNothingSure();
                }
            }
        });
        Fields own = section(fields, "defaults");
        boolean ambiguous = mistakes.isIn(document.file(), "defaults");
        if (parts.defaults(own)) {
            section(fields, "images").fields().forEach((key, image) -> {
                image(key, image, own);
                if (ambiguous) {
                    mistakes.markSpoilt("images." + key);
                }
            });
        } else {
            mistakes.markNothingSure();
        }
        aliases.putAll(section(fields, "aliases").fields());
        wiring.putAll(section(fields, "wiring").fields());
    }

    /** The field of images that somebody has written one level too high, perhaps misspelt. */
    private static Optional<String> fieldOfImages(String field) {
        if (OF_IMAGES.contains(field)) {
            return Optional.of(field);
        }
        return Suggestion.misspelt(field, FIELDS).isPresent()
                ? Optional.empty()
                : Suggestion.misspelt(field, OF_IMAGES);
    }

    private static String belongsBelow(String field) {
        return ": " + field
                + " is a field of images; write it below defaults to say it of all that are in this document, or"
                + " below one of them";
    }

    /** Whether what nobody recognises may be defaults, images, or a document that has them. */
    private static boolean mayBeAboutImages(String field, Tree value) {
        if (Suggestion.nearest(field, FIELDS).filter(NOT_ABOUT_IMAGES::contains).isPresent()) {
            return false;
        }
        return !(value instanceof Scalar(Object one, Place ignored))
                || one instanceof String text && (Locations.isDocument(text) || Jinja.isIn(text));
    }

    /** @param own the defaults of its document */
    void image(String key, Tree image, Fields own) {
        // Also what a later document will put right is said: it is wrong where it stands.
        parts.partial("images." + UrlSecrets.clean(key), image);
        images.merge(key, image, MergeTrees::imageOver);
        defaults.merge(key, own, MergeTrees::imageOver);
    }

    private Fields section(Fields document, String name) {
        return switch (document.get(name)) {
            case null -> Fields.NONE;
            case Fields fields -> fields;
            case Tree other -> {
                mistakes.wrong(
                        name,
                        other,
                        name + " must be a mapping"
                                + (name.equals("defaults") ? " of fields" : ": write " + name + ": {name: ...}")
                                + ", but is " + other.shown());
                if (!NOT_ABOUT_IMAGES.contains(name)) {
                    mistakes.markNothingSure();
                }
                yield Fields.NONE;
            }
        };
    }

    /** Key to fields, defaults merged in. */
    Map<String, Tree> images() {
        var whole = new LinkedHashMap<String, Tree>();
        images.forEach((key, image) -> whole.put(key, MergeTrees.imageOver(defaults.get(key), image)));
        return whole;
    }

    /** Good or bad. */
    boolean hasImage(String key) {
        return images.containsKey(key);
    }

    Map<String, Tree> aliases() {
        return aliases;
    }

    Map<String, Tree> wiring() {
        return wiring;
    }

    /** What is wrong with single documents' parts. */
    void complain() {
        mistakes.addAll(parts.complaints());
    }
}
