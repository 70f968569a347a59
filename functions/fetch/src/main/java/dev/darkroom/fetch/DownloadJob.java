package dev.darkroom.fetch;

import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.origin.Deadline;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What is to be downloaded, and where to.
 *
 * @param identity of the source, by which an earlier attempt's bytes are recognised
 * @param proven   whether a strong checksum will prove the bytes; without one, fewer of an earlier attempt's are trusted
 * @param http     whether http will do, since a strong checksum proves the bytes in the end, if only once they are unpacked
 * @param boot     of this machine
 * @param looks    at bytes from the beginning on
 * @param arrived  hears how many bytes came, each time
 */
record DownloadJob(
        SourceUri source,
        String identity,
        boolean proven,
        boolean http,
        Path stateFile,
        String boot,
        Limits limits,
        Deadline deadline,
        Supplier<FirstLook> looks,
        LongConsumer arrived,
        TotalProgress progress) {}
