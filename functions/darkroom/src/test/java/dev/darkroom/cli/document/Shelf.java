package dev.darkroom.cli.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents by their locations, as a test puts them there. */
final class Shelf implements DocumentSource {
    private final Map<String, String> documents = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    Shelf put(String location, String text) {
        documents.put(location, text);
        return this;
    }

    /** Reads the documents at these locations as one catalogue. */
    CatalogueRead catalogue(String... locations) {
        return new ReadCatalogue(this).read(List.of(locations));
    }

    /** Reads one document. */
    static CatalogueRead document(String text) {
        return new Shelf().put("catalogue.yaml", text).catalogue("catalogue.yaml");
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public String read(String location) throws IOException {
        asked.add(location);
        String text = documents.get(location);
        if (text == null) {
            throw new IOException("there is no document " + location);
        }
        return text;
    }
}
