package dev.darkroom.inspect;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.HashSet;
import java.util.Set;

/** The metadata region of a VHDX: what kind of disk it is, how large, and whether it stands alone. */
final class VhdxMetadata {
    private static final int REGION = 64 << 10;
    private static final int HEAD = 32;
    private static final int ENTRY = 32;
    private static final int LARGEST_COUNT = 2047;
    private static final int HAS_PARENT = 1;
    private static final long LARGEST_DISK = 64L << 40;
    private static final int REQUIRED = 2;

    private static final String FILE_PARAMETERS = "caa16737-fa36-4d43-b3b6-33f0aa44e76b";
    private static final String DISK_SIZE = "2fa54224-cd1b-4876-b211-5dbed83bf4b8";
    private static final String DISK_ID = "beca12ab-b2e6-4523-93ef-c309e000c746";
    private static final String LOGICAL_SECTOR = "8141bf1d-a96f-4709-ba47-f233a8faab5f";
    private static final String PHYSICAL_SECTOR = "cda348c7-445d-4471-9cc9-e9885251c556";
    private static final String PARENT = "a8d35f2d-b30b-454d-abf7-d3d84834ab0c";

    private final ImageBytes bytes;
    private final long region;
    private long virtualSize;
    private long blockSize;
    private long sectorSize;
    private final Set<String> seen = new HashSet<>();

    private VhdxMetadata(ImageBytes bytes, long region) {
        this.bytes = bytes;
        this.region = region;
    }

    /**
     * @param region where it begins
     * @param blocks the length of the block allocation table
     * @return the size of the disk that a machine sees
     */
    static long judge(ImageBytes bytes, long region, long blocks) {
        var metadata = new VhdxMetadata(bytes, region);
        Structure table = Structure.read(bytes, "vhdx.metadata", region, REGION, LITTLE_ENDIAN);
        if (!table.text(0, 8).equals("metadata")) {
            throw new Refusal("vhdx.metadata.signature must be metadata");
        }
        long count = table.u16("entry_count", 10).between(1, LARGEST_COUNT);
        for (int entry = 0; entry < count; entry++) {
            metadata.entry(table, HEAD + entry * ENTRY);
        }
        for (String needed : Set.of(FILE_PARAMETERS, DISK_SIZE, LOGICAL_SECTOR)) {
            if (!metadata.seen.contains(needed)) {
                throw new Refusal("vhdx.metadata has no item " + needed);
            }
        }
        new Field("vhdx.region_table.block_allocation_table.length", blocks).atLeast(metadata.tableLength());
        return metadata.virtualSize;
    }

    /** One entry of 8 bytes for each block, and one for the bitmap of each chunk of 2^23 sectors. */
    private long tableLength() {
        long chunk = (1L << 23) * sectorSize / blockSize;
        long blocks = Math.ceilDiv(virtualSize, blockSize);
        return 8 * (blocks + Math.max(0, blocks - 1) / chunk);
    }

    private void entry(Structure table, int at) {
        String guid = Guid.at(table, at);
        if (!seen.add(guid)) {
            throw new Refusal("vhdx.metadata.item " + guid + " stands there twice");
        }
        Field offset = table.u32("item.offset", at + 16);
        Field length = table.u32("item.length", at + 20);
        switch (guid) {
            case FILE_PARAMETERS -> parameters(item("file_parameters", offset, length, 8));
            case DISK_SIZE ->
                virtualSize = item("virtual_disk_size", offset, length, 8)
                        .u64("bytes", 0)
                        .multipleOf(Raw.SECTOR)
                        .atMost(LARGEST_DISK);
            case LOGICAL_SECTOR ->
                sectorSize = item("logical_sector_size", offset, length, 4)
                        .u32("bytes", 0)
                        .exactly(Raw.SECTOR); // qemu knows no other.
            case DISK_ID, PHYSICAL_SECTOR -> {
                // Neither says anything about what a machine sees or where data come from.
            }
            case PARENT -> throw new Refusal("vhdx.metadata has a parent locator; the image must stand alone");
            default -> {
                if (table.u32("item.flags", at + 24).bit(REQUIRED)) {
                    throw new Refusal("vhdx.metadata.item " + guid + " is required but not known");
                }
            }
        }
    }

    private void parameters(Structure parameters) {
        blockSize = parameters.u32("block_size", 0).powerOfTwo().between(1 << 20, 256 << 20);
        if (parameters.u32("flags", 4).bit(HAS_PARENT)) {
            throw new Refusal("vhdx.metadata.file_parameters says has_parent; the image must stand alone");
        }
    }

    private Structure item(String name, Field offset, Field length, int size) {
        length.exactly(size);
        offset.between(REGION, (1 << 20) - size);
        return Structure.read(bytes, "vhdx.metadata." + name, region + offset.value(), size, LITTLE_ENDIAN);
    }
}
