package dev.darkroom.inspect;

import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;

/**
 * Where a sparse image has its data: a directory of tables, whose entries refer to the pieces of the disk. Readers take what
 * lies behind the end of the file for zeros, so that nobody would notice that an image was cut off. The last piece may be
 * shorter than the others, as it may for {@code qemu-img check}. Hostile or not, a table costs one read for each 64 KiB.
 *
 * @param table   what one is called
 * @param width   of an entry, in bytes: 8, or 4
 * @param tableAt where the table is that an entry of the directory refers to, in bytes, never negative; 0 where there is none
 * @param dataAt  the same for the pieces that entries of a table refer to
 */
record Allocation(String table, ByteOrder order, int width, LongUnaryOperator tableAt, LongUnaryOperator dataAt) {

    private interface Entry {
        void refersTo(long number, long at);
    }

    /**
     * Refuses a file, whole as it is, that ends before a piece of the disk, or within a table of them.
     *
     * @param pieces   how many the disk has
     * @param perTable how many entries a table has
     */
    void require(ImageBytes bytes, long directory, long pieces, long perTable) {
        long size = bytes.size();
        each(bytes, directory, Math.ceilDiv(pieces, perTable), tableAt, (number, at) -> {
            long entries = Math.min(perTable, pieces - number * perTable);
            if (!bytes.has(at, entries * width)) {
                throw new Refusal(table + " " + number + " needs " + entries * width + " bytes at " + at
                        + " but the file, which may be cut off, has " + size);
            }
            each(bytes, at, entries, dataAt, (entry, place) -> {
                if (place >= size) {
                    throw new Refusal(table + " " + number + " refers in entry " + entry + " to data at " + place
                            + " but the file, which may be cut off, has " + size);
                }
            });
        });
    }

    private void each(ImageBytes bytes, long from, long count, LongUnaryOperator place, Entry entry) {
        int most = ImageBytes.LARGEST_READ / width;
        for (long first = 0; first < count; first += most) {
            int part = (int) Math.min(most, count - first);
            Structure entries = Structure.read(bytes, table, from + first * width, part * width, order);
            for (int i = 0; i < part; i++) {
                long at = place.applyAsLong(width == Long.BYTES ? entries.bits(8 * i) : entries.unsigned(4 * i));
                if (at != 0) {
                    entry.refersTo(first + i, at);
                }
            }
        }
    }
}
