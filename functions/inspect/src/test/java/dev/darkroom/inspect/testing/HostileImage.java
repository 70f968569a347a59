package dev.darkroom.inspect.testing;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * An image that must not get in.
 *
 * @param name     unique among all hostile images
 * @param declared what its catalogue says that it is
 * @param code     the code under which it is refused
 * @param reason   what the reason begins with
 * @param maker    makes it in a directory of its own
 */
public record HostileImage(String name, DiskFormat declared, FailureCode code, String reason, Maker maker) {

    /** Makes one image file in an empty directory, and gives its path. */
    public interface Maker {
        Path in(Path directory) throws IOException;
    }

    static HostileImage refused(String name, DiskFormat declared, String reason, Maker maker) {
        return new HostileImage(name, declared, FailureCode.IMAGE_REFUSED, reason, maker);
    }

    /** @param directory empty, and this image's own */
    public Path in(Path directory) {
        try {
            return maker.in(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
