package dev.darkroom.convert;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureException;
import dev.darkroom.staging.Staging.Reservation;

/** Keeps the space that is reserved for an output in step with what is written of it. */
final class Growth {
    private final DiskFormat format;
    private final Workspace workspace;
    private final Reservation space;
    private final long measured;

    Growth(DiskFormat format, Workspace workspace, Reservation space, long measured) {
        this.format = format;
        this.workspace = workspace;
        this.space = space;
        this.measured = measured;
    }

    /**
     * @param share of the conversion that is done, 0 to 1
     * @throws FailureException {@code no-space}
     */
    void at(double share) {
        // A raw file is as long as the disk from the first byte on, with holes: how far it is filled is told by the
        // share.
        long output = format == DiskFormat.RAW ? (long) (share * measured) : workspace.outputSize();
        long written = output + workspace.otherSize();
        space.ensure(written);
        space.written(written);
    }
}
