package dev.darkroom.registry.document;

import dev.darkroom.registry.catalogue.Place;
import dev.darkroom.registry.catalogue.Shown;
import dev.darkroom.registry.catalogue.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads documents and what they include, each of them once: what is included comes before what includes it, so that it is
 * merged under it.
 */
final class LoadDocuments {
    static final int MOST = 64;
    static final int DEEPEST = 16;

    private final DocumentSource source;
    private final Mistakes mistakes;
    private final SequencedSet<String> seen = new LinkedHashSet<>();
    private final SequencedSet<String> chain = new LinkedHashSet<>();
    private final List<Document> documents = new ArrayList<>();

    LoadDocuments(DocumentSource source, Mistakes mistakes) {
        this.source = source;
        this.mistakes = mistakes;
    }

    /** In the order of merging. */
    List<Document> load(List<String> locations) {
        for (String location : locations) {
            load(Locations.normalised(location), null);
        }
        return documents;
    }

    /** The documents that were opened, in that order. */
    List<String> files() {
        return seen.stream().map(Locations::shown).toList();
    }

    /** @param asked where it is included; null when it was asked for by itself */
    private void load(String location, Place asked) {
        if (chain.contains(location)) {
            String circle = Stream.concat(chain.stream().dropWhile(each -> !each.equals(location)), Stream.of(location))
                    .map(Locations::shown)
                    .collect(Collectors.joining(" includes "));
            wrong(asked, location, "include goes in a circle: " + circle);
        } else if (chain.size() >= DEEPEST) {
            wrong(asked, location, "include goes deeper than " + DEEPEST + " documents");
        } else if (seen.size() >= MOST && !seen.contains(location)) {
            wrong(asked, location, "a catalogue may have at most " + MOST + " documents");
        } else if (seen.add(location)) {
            chain.addLast(location);
            read(location, asked);
            chain.removeLast();
        }
    }

    private void read(String location, Place asked) {
        String file = Locations.shown(location);
        String text;
        try {
            text = source.read(location);
        } catch (IOException e) {
            wrong(asked, location, e.getMessage());
            return;
        }
        try {
            Document document = new ReadYaml(file, mistakes).read(text, asked == null);
            include(location, document);
            documents.add(document);
        } catch (UnreadableDocumentException e) {
            mistakes.add(new Mistake(file, e.line(), null, null, null, e.getMessage()));
        }
    }

    private void include(String location, Document document) {
        Tree include = document.fields().get("include");
        List<Tree> all =
                include instanceof Tree.Items list ? list.items() : include == null ? List.of() : List.of(include);
        for (Tree each : all) {
            if (each instanceof Tree.Scalar(String path, Place place) && !path.isBlank()) {
                try {
                    load(Locations.included(location, path), place);
                } catch (IllegalArgumentException e) {
                    mistakes.add(place, null, Shown.clean(path), e.getMessage());
                }
            } else {
                mistakes.add(
                        each.place(),
                        null,
                        null,
                        "include must be a path or a URL, or a list of such, but is " + each.shown());
            }
        }
    }

    private void wrong(Place asked, String location, String message) {
        if (asked == null) {
            mistakes.add(new Mistake(Locations.shown(location), 0, null, null, null, message));
        } else {
            mistakes.add(asked, null, Locations.shown(location), message);
        }
    }
}
