package dev.darkroom.serve;

import dev.darkroom.events.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.MVStoreTool;

/**
 * Gives back what the closed file of a registry takes beyond its content. Each commit writes whole pages anew, and what they
 * replace stays for as long as a power cut may need it: the file becomes a hundred times as large as what is in it. H2 itself
 * tidies at a close, but has too little time for it where much was written.
 */
final class CompactRegistry {
    /** Less need not be tidied, and is not worth a part of the time that a stop may take. */
    private static final ByteSize LARGE = ByteSize.ofMiB(32);

    /** How much of a file must be garbage; what is not is copied, 100 MiB in a second. */
    private static final int MOST_CONTENT_PERCENT = 25;

    private static final Logger LOG = Logger.getLogger(CompactRegistry.class.getName());

    private final ByteSize large;

    CompactRegistry() {
        this(LARGE);
    }

    /** @param large smaller files are left as they are */
    CompactRegistry(ByteSize large) {
        this.large = large;
    }

    /** Writes its content to a new file, which then takes its place in one step. A file that is in use is left as it is. */
    void at(Path file) throws IOException {
        if (Files.notExists(file) || Files.size(file) < large.bytes()) {
            return;
        }
        try {
            if (contentPercent(file) < MOST_CONTENT_PERCENT) {
                MVStoreTool.compact(file.toString(), false);
            }
        } catch (MVStoreException e) {
            LOG.log(Level.FINE, "the registry stays as large as it is", e);
        }
    }

    private static int contentPercent(Path file) {
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            return store.getFileStore().getChunksFillRate();
        }
    }
}
