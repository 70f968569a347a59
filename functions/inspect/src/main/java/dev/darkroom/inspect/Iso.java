package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;
import java.util.Set;

/** ISO 9660 (ECMA-119) and UDF (ECMA-167): volume descriptors from the 17th sector of 2048 bytes on. */
final class Iso implements ImageFormat {
    private static final int SECTOR = 2048;
    private static final int FIRST = 16;
    private static final int LAST = 31;
    private static final Set<String> VOLUMES = Set.of("CD001", "NSR02", "NSR03");
    private static final String EXTENDED_AREA = "BEA01";

    @Override
    public String label() {
        return "iso";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.of(DiskFormat.ISO);
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        for (int sector = FIRST; sector <= LAST; sector++) {
            long identifier = (long) sector * SECTOR + 1;
            if (VOLUMES.stream().anyMatch(volume -> bytes.says(identifier, volume))) {
                return true;
            }
            if (!bytes.says(identifier, EXTENDED_AREA)) {
                return false;
            }
        }
        return false;
    }

    /** An image that boots from a disc and from a stick. */
    @Override
    public boolean beginsWithTheDisk(ImageBytes bytes) {
        return true;
    }

    @Override
    public long judge(ImageBytes bytes) {
        return Raw.sectors(bytes.size());
    }
}
