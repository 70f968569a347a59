package dev.darkroom.serve.settings;

/** Another process has the data directory: it can be used instead. */
public final class DataDirectoryHeldException extends ServerNotStartedException {
    private static final long serialVersionUID = 1;

    DataDirectoryHeldException(String message) {
        super(message, null);
    }
}
