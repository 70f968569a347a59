package dev.darkroom.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What of a VHD says how large its disk is. Readers decide by the creator that it names, and not all alike: whoever has it
 * read by another one must say which.
 */
public enum VhdSize {
    /** The field for the size, rounded down to whole sectors. */
    CURRENT_SIZE,
    /** Cylinders, heads and sectors, which reach a little less far, as in Virtual PC. */
    GEOMETRY;

    /**
     * @param file that was found to be a sound VHD
     * @throws UncheckedIOException when it cannot be read
     */
    public static VhdSize of(Path file) {
        try (FileBytes bytes = FileBytes.open(file)) {
            return Vhd.sizedBy(Vhd.footer(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
