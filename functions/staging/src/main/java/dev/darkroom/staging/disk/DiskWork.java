package dev.darkroom.staging.disk;

import java.io.IOException;

/** Work with files, of which the trouble is told by whoever has it done. */
@FunctionalInterface
public interface DiskWork<T> {
    T run() throws IOException;
}
