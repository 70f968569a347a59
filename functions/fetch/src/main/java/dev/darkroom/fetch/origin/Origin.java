package dev.darkroom.fetch.origin;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.io.IOException;

/** Where bytes come from. */
public interface Origin {

    /**
     * Asks once, for the whole or for the rest.
     *
     * @throws IOException      when the origin cannot be reached or fails for now; {@link OriginTrouble} when it said more
     * @throws FailureException when asking again would not help
     */
    Answer open(Ask ask) throws IOException;

    /**
     * @param field     what names the source, and is to be corrected where it is wrong: a field of the catalogue
     * @param from      the first byte that is wanted; 0 for the whole
     * @param validator what the origin said of the bytes before {@code from}, so that it sends the whole if they changed;
     *                  null when it said nothing
     * @param proven    whether a strong checksum will prove what comes, however it comes
     * @param deadline  after which nobody waits for the answer, nor for the rest of its body
     */
    record Ask(SourceUri source, String field, long from, String validator, boolean proven, Deadline deadline) {
        /** Asks for all of something that nothing will prove. */
        static Ask whole(SourceUri source, String field, Deadline deadline) {
            return new Ask(source, field, 0, null, false, deadline);
        }
    }

    /** What is in the answer. */
    enum Kind {
        WHOLE,
        /** The bytes from {@link Answer#from()} on. */
        REST,
        /** No bytes: there are none where the question began. */
        BEYOND
    }

    /**
     * @param from      where the bytes begin; -1 when the origin did not say
     * @param length    how many bytes come; -1 when not known
     * @param total     how many there are in all; -1 when not known
     * @param validator an entity tag or a date by which the origin recognises these very bytes; null when it gave none
     */
    record Answer(Kind kind, long from, long length, long total, String validator, Body body) implements AutoCloseable {
        /** @throws FailureException when a part of what comes would look like all of it */
        public void requireEnd(SourceUri source) {
            if (length < 0 && body.end() == End.UNTOLD) {
                throw new FailureException(
                        FailureCode.PROOF_MISSING,
                        source
                                + " has no end that could be told from a cut, as its server says no length: have it say one,"
                                + " or use https; or, for an image, give a checksum");
            }
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** What tells the end of a body from a cut (RFC 9112 §6.3, §9.8). */
    enum End {
        /** Its length, or its last chunk: what ends before is cut. */
        FRAMED,
        /** A TLS connection that is ended in good order. Some servers never do: whatever they send looks cut. */
        ENCRYPTED,
        /** Nothing: a connection that is cut looks the same. */
        UNTOLD
    }

    /** Bytes as they come. */
    interface Body extends AutoCloseable {
        /**
         * Waits for at least one byte, but not for ever.
         *
         * @return how many were read; -1 at the end
         */
        int read(byte[] into, int offset, int length) throws IOException;

        /** What tells that nothing more comes. */
        End end();

        @Override
        void close() throws IOException;
    }
}
