package dev.darkroom.events;

import java.util.regex.Pattern;

/**
 * A reference to staged bytes: events carry it, never the bytes.
 *
 * @param reference where staging finds it: {@code <directory>/<file name>}, both made by staging
 * @param format    the disk format of the bytes
 * @param size      their number
 * @param sha512    their hash when it is known already; null: not computed
 */
public record StagedFile(String reference, DiskFormat format, long size, Digest sha512) {
    private static final Pattern REFERENCE = Pattern.compile("[0-9a-f]{64}/[a-z0-9][a-z0-9.-]{0,63}");

    public StagedFile {
        if (reference == null || !REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException(
                    "reference must match " + REFERENCE.pattern() + " but is " + Texts.quote(reference));
        }
        Fields.require("format", format);
        Fields.requireNotNegative("size", size);
        if (sha512 != null) {
            Fields.require("sha512", sha512, Digest.Algorithm.SHA512);
        }
    }
}
