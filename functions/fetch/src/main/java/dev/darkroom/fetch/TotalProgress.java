package dev.darkroom.fetch;

/** Hears how far something has come. */
@FunctionalInterface
interface TotalProgress {
    /** @param total -1 when not known */
    void at(long done, long total);
}
