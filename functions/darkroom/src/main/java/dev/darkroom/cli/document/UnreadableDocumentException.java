package dev.darkroom.cli.document;

/** A document that is not read any further; the message says why. */
final class UnreadableDocumentException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    UnreadableDocumentException(int line, String message) {
        super(message);
        this.line = line;
    }

    int line() {
        return line;
    }
}
