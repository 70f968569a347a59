package dev.darkroom.convert;

/** A program did not even start, whatever the image; the message says why, and names nothing but programs and libraries. */
final class NotStartedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NotStartedException(String message, Throwable cause) {
        super(message, cause);
    }
}
