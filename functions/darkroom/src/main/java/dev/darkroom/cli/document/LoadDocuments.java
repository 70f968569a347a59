package dev.darkroom.cli.document;

import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Jinja;
import dev.darkroom.registry.catalogue.Place;
import dev.darkroom.registry.catalogue.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
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
    /** As they are recognised again, and as they were asked for. */
    private final SequencedMap<String, String> seen = new LinkedHashMap<>();

    private final SequencedMap<String, String> chain = new LinkedHashMap<>();
    private final List<Document> documents = new ArrayList<>();

    LoadDocuments(DocumentSource source, Mistakes mistakes) {
        this.source = source;
        this.mistakes = mistakes;
    }

    /** In the order of merging. */
    List<Document> load(List<String> locations) {
        for (String location : locations) {
            load(Locations.asked(location), null);
        }
        return documents;
    }

    /** The documents that were opened, in that order. */
    List<String> files() {
        return seen.values().stream().map(UrlSecrets::clean).toList();
    }

    /** @param asked where it is included; null when it was asked for by itself */
    private void load(String location, Place asked) {
        String same = Locations.same(location);
        if (chain.containsKey(same)) {
            String circle = Stream.concat(
                            chain.keySet().stream()
                                    .dropWhile(each -> !each.equals(same))
                                    .map(chain::get),
                            Stream.of(location))
                    .map(UrlSecrets::clean)
                    .collect(Collectors.joining(" includes "));
            wrong(asked, location, "include goes in a circle: " + circle);
        } else if (chain.size() >= DEEPEST) {
            lost(asked, location, "include goes deeper than " + DEEPEST + " documents");
        } else if (seen.size() >= MOST && !seen.containsKey(same)) {
            lost(asked, location, "a catalogue may have at most " + MOST + " documents");
        } else if (seen.putIfAbsent(same, location) == null) {
            chain.put(same, location);
            read(location, asked);
            chain.pollLastEntry();
        }
    }

    private void read(String location, Place asked) {
        String file = UrlSecrets.clean(location);
        String text;
        try {
            text = asked == null ? source.read(location) : source.readIncluded(location);
        } catch (IOException e) {
            lost(asked, location, e.getMessage());
            return;
        }
        try {
            Document document = new ReadYaml(file, mistakes).read(text, asked == null);
            include(location, document);
            documents.add(document);
        } catch (UnreadableDocumentException e) {
            mistakes.add(new Mistake(file, e.line(), null, null, e.getMessage()));
            mistakes.markNothingSure();
        }
    }

    private void include(String location, Document document) {
        Tree include = document.fields().get("include");
        List<Tree> all =
                include instanceof Tree.Items list ? list.items() : include == null ? List.of() : List.of(include);
        for (Tree each : all) {
            if (each instanceof Tree.Scalar(String path, Place place) && !path.isBlank() && !Jinja.isIn(path)) {
                try {
                    load(Locations.included(location, path), place);
                } catch (IllegalArgumentException e) {
                    mistakes.add(place, null, e.getMessage());
                    mistakes.markNothingSure();
                }
            } else {
                mistakes.wrong(
                        "include", each, "include must be a path or a URL, or a list of such, but is " + each.shown());
                mistakes.markNothingSure();
            }
        }
    }

    private void lost(Place asked, String location, String message) {
        wrong(asked, location, message);
        mistakes.markNothingSure();
    }

    private void wrong(Place asked, String location, String message) {
        if (asked == null) {
            mistakes.add(new Mistake(UrlSecrets.clean(location), 0, null, null, message));
        } else {
            mistakes.add(asked, null, message);
        }
    }
}
