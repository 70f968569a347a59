package dev.darkroom.serve.data;

import dev.darkroom.events.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.mvstore.DataUtils;
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
    static final ByteSize LARGE = ByteSize.ofMiB(32);

    /** So many times its content a file must be, that it is worth the copy. */
    private static final int TIMES = 4;

    /**
     * What can be copied in a second on a slow disk, 20 MB; a stop may not take longer. The next start needs no small file, and
     * {@link GatherContent} keeps it in bounds.
     */
    private static final ByteSize MOST_CONTENT = new ByteSize(20_000_000);

    private static final Logger LOG = Logger.getLogger(CompactRegistry.class.getName());

    private final ByteSize large;
    private final ByteSize mostContent;

    CompactRegistry() {
        this(LARGE, MOST_CONTENT);
    }

    /**
     * @param large       smaller files are left as they are
     * @param mostContent files with more content are, too
     */
    CompactRegistry(ByteSize large, ByteSize mostContent) {
        this.large = large;
        this.mostContent = mostContent;
    }

    /** Writes its content to a new file, which then takes its place in one step. A file that is in use is left as it is. */
    void at(Path named) throws IOException {
        if (Files.notExists(named) || Files.size(named) < large.bytes()) {
            return;
        }
        Path file = named.toRealPath(); // Whoever keeps it elsewhere, behind a link, wants the room there.
        try {
            long content = content(file);
            if (content <= mostContent.bytes() && content < Files.size(file) / TIMES) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                MVStoreTool.compact(file.toString(), false);
                Files.setPosixFilePermissions(file, permissions);
            }
        } catch (MVStoreException e) {
            LOG.log(Level.FINE, "the registry stays as large as it is", e);
        }
    }

    /** At least the bytes that are not garbage, as the file's own list of its chunks has them. */
    private static long content(Path file) {
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            return store.getFileStore().getLayoutMap().entrySet().stream()
                    .filter(each -> each.getKey().startsWith("chunk."))
                    .map(each -> DataUtils.parseMap(each.getValue()))
                    .mapToLong(chunk -> DataUtils.readHexLong(chunk, "liveMax", DataUtils.readHexLong(chunk, "max", 0)))
                    .sum();
        }
    }
}
