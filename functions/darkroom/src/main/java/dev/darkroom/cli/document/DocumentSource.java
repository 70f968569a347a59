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
}
