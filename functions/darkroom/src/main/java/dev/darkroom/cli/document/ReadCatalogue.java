package dev.darkroom.cli.document;

import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.ImageKey;
import dev.darkroom.registry.catalogue.JudgeEntries;
import dev.darkroom.registry.catalogue.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads documents into one catalogue: good entries as events, everything else as mistakes with their places. */
public final class ReadCatalogue {
    /** The field that says what a catalogue is called. */
    static final String NAME = "catalogue";

    private static final String TAKEN_AWAY = "is taken away";

    private final DocumentSource source;

    public ReadCatalogue(DocumentSource source) {
        this.source = source;
    }

    /**
     * Never fails for what a document says, nor for one that cannot be had.
     *
     * @param locations paths or URLs, at least one; later ones are merged over earlier ones
     */
    public CatalogueRead read(List<String> locations) {
        if (locations.isEmpty()) {
            throw new IllegalArgumentException("name at least one catalogue");
        }
        var mistakes = new Mistakes();
        var load = new LoadDocuments(source, mistakes);
        List<Document> documents = load.load(locations);
        CatalogueName name = name(documents, locations.getFirst(), mistakes);
        Gathered gathered = gather(documents, mistakes);

        Map<String, Tree> images = gathered.images();
        var entries = new JudgeEntries();
        images.forEach(entries::image);
        entries.aliases(gathered.aliases(), images);
        entries.wiring(gathered.wiring());
        mistakes.addAll(entries.complaints());
        if (Gathered.FIELDS.stream().anyMatch(section -> mistakes.isSpoilt("images." + section))) {
            mistakes.markNothingSure(); // A section one level too low is taken for an image without bytes.
        }

        if (mistakes.nothingIsSure()) {
            return new CatalogueRead(
                    name, List.of(), new TreeSet<>(), mistakes.inOrder(load.files()), mistakes.warnings(), List.of());
        }
        var keys = new TreeSet<ImageKey>(entries.images().keySet());
        keys.removeIf(key -> mistakes.isSpoilt("images." + key));
        var parts = new Parts(name);
        var looseEnds =
                new LooseEnds(gathered, keys.stream().map(ImageKey::value).collect(Collectors.toSet()));
        keys.forEach(key -> parts.image(key.value(), images.get(key.value()).plain()));
        entries.aliases().forEach((alias, key) -> {
            if (!mistakes.isSpoilt("aliases." + alias)) {
                if (key == null) {
                    parts.alias(alias.value(), null);
                    mistakes.warn(gathered.aliases().get(alias.value()).place(), TAKEN_AWAY);
                } else {
                    parts.alias(alias.value(), key.value());
                    looseEnds.alias(alias, key);
                }
            }
        });
        entries.wiring().forEach((variable, wired) -> {
            if (!mistakes.isSpoilt("wiring." + variable)) {
                parts.wire(variable, wired);
                if (wired == null) {
                    mistakes.warn(gathered.wiring().get(variable).place(), TAKEN_AWAY);
                } else {
                    looseEnds.wire(variable, wired);
                }
            }
        });
        return new CatalogueRead(
                name, parts.events(), keys, mistakes.inOrder(load.files()), mistakes.warnings(), looseEnds.all());
    }

    private static Gathered gather(List<Document> documents, Mistakes mistakes) {
        var gathered = new Gathered(mistakes);
        var azimuth = new AzimuthVariables(mistakes);
        List<Document> ofAzimuth = documents.stream().filter(Document::azimuth).toList();
        ofAzimuth.forEach(azimuth::add);
        for (Document document : documents) {
            if (!document.azimuth()) {
                gathered.add(document);
            } else if (document == ofAzimuth.getLast()) { // Variables are one space, however many files they fill.
                azimuth.gatherInto(gathered);
            }
        }
        gathered.complain();
        return gathered;
    }

    /** The last listed document that says one, else that of the first file; a set that is included names nothing. */
    private static CatalogueName name(List<Document> documents, String first, Mistakes mistakes) {
        CatalogueName name = Locations.name(first);
        for (Document document : documents) {
            Tree given = document.fields().get(NAME);
            if (given == null) {
                continue;
            }
            try {
                CatalogueName own = name(given);
                name = document.listed() ? own : name;
            } catch (IllegalArgumentException e) {
                mistakes.wrong(NAME, given, e.getMessage());
            }
        }
        return name;
    }

    private static CatalogueName name(Tree given) {
        String text = given instanceof Tree.Scalar scalar ? String.valueOf(scalar.value()) : given.shown();
        return new CatalogueName(text);
    }
}
