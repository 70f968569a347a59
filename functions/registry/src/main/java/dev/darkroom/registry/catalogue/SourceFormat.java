package dev.darkroom.registry.catalogue;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.SourceUri;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the name of a source says about its bytes. A guess at best, and safe: the fetched bytes must turn out to be in the
 * format that was guessed, or the image fails.
 */
final class SourceFormat {
    private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|bz2|xz|zst)$");
    /** Not {@code .img}: Ubuntu's are qcow2, others' are raw. */
    private static final Map<String, DiskFormat> BY_SUFFIX = Map.of(
            "qcow2", DiskFormat.QCOW2,
            "raw", DiskFormat.RAW,
            "vmdk", DiskFormat.VMDK,
            "vhd", DiskFormat.VHD,
            "vhdx", DiskFormat.VHDX,
            "vdi", DiskFormat.VDI,
            "iso", DiskFormat.ISO);

    private SourceFormat() {}

    static Optional<DiskFormat> byName(SourceUri source) {
        String name = COMPRESSED.matcher(fileName(source)).replaceFirst("");
        return Optional.ofNullable(BY_SUFFIX.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static String fileName(SourceUri source) {
        return source.fileName().toLowerCase(Locale.ROOT);
    }
}
