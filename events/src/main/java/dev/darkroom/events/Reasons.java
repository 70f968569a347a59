package dev.darkroom.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why something cannot be read, written or asked, in words for people: many exceptions say no more than a name, or nothing,
 * and what is left then is the name of a class.
 */
public final class Reasons {
    private Reasons() {}

    public static String of(Throwable e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            case NotDirectoryException file -> file.getFile() + " is no directory";
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case CharacterCodingException text -> "it is not text in UTF-8";
            case UnknownHostException unknown -> "its name cannot be resolved";
            case ConnectException unresolved when isUnresolved(unresolved) -> "its name cannot be resolved";
            case ConnectException refused when refused.getMessage() == null -> "the connection was refused";
            case ClosedChannelException closed -> "it was closed meanwhile";
            case UncheckedIOException wrapped -> of(wrapped);
            case Error error when error.getMessage() == null -> error.getClass().getSimpleName();
            default -> e.getMessage() == null ? "no reason is given" : e.getMessage();
        };
    }

    private static String of(UncheckedIOException wrapped) {
        IOException cause = wrapped.getCause();
        // Without a message of its own it has that of its cause, behind the name of a class.
        boolean own = wrapped.getMessage() != null && !wrapped.getMessage().equals(cause.toString());
        return own ? wrapped.getMessage() + ": " + of(cause) : of(cause);
    }

    private static boolean isUnresolved(Throwable e) {
        return e != null && (e instanceof UnresolvedAddressException || isUnresolved(e.getCause()));
    }
}
