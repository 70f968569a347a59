package dev.darkroom.staging;

import dev.darkroom.events.ImageKey;

/** Hears how far long work has come. Called often and from many threads: implementations are quick and never throw. */
@FunctionalInterface
public interface Progress {
    Progress SILENT = (key, activity, done, total) -> {};

    /**
     * @param activity what is being done, such as {@code downloading} or {@code uploading to images}
     * @param done     bytes done so far
     * @param total    bytes in all; -1 when not known
     */
    void at(ImageKey key, String activity, long done, long total);
}
