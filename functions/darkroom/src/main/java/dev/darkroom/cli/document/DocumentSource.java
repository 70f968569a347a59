package dev.darkroom.cli.document;

import java.io.IOException;

/** Brings the text of a document. What may be asked at all is decided behind this. */
@FunctionalInterface
public interface DocumentSource {
    /** The most bytes that one document may have. */
    int LARGEST = 4 << 20;

    /**
     * @param location a path, or an http: or https: URL
     * @throws IOException in a sentence for people, without secrets
     */
    String read(String location) throws IOException;

    /** The same, of a document that another one includes: its author has chosen the place, and not who reads it. */
    default String readIncluded(String location) throws IOException {
        return read(location);
    }
}
