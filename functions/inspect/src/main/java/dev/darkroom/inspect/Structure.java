package dev.darkroom.inspect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A header or table at a known place of a file, whose fields are read by name. Offsets are those of the format's specification. */
final class Structure {
    private final ImageBytes bytes;
    private final String name;
    private final ByteBuffer buffer;

    private Structure(ImageBytes bytes, String name, ByteBuffer buffer) {
        this.bytes = bytes;
        this.name = name;
        this.buffer = buffer;
    }

    /** @param name how fields are called: {@code <name>.<field>} */
    static Structure read(ImageBytes bytes, String name, long offset, int length, ByteOrder order) {
        need(bytes, name, offset, length);
        return new Structure(bytes, name, bytes.read(offset, length).order(order));
    }

    /** Refuses an image that ends before the last of these bytes. */
    static void need(ImageBytes bytes, String name, long offset, int length) {
        if (!bytes.has(offset, length)) {
            throw new Refusal(name + " needs " + length + " bytes at " + Long.toUnsignedString(offset)
                    + bytes.knownSize().stream()
                            .mapToObj(size -> " but the file has " + size)
                            .collect(Collectors.joining()));
        }
    }

    Field u8(String field, int at) {
        return field(field, Byte.toUnsignedLong(buffer.get(at)));
    }

    Field u16(String field, int at) {
        return field(field, Short.toUnsignedLong(buffer.getShort(at)));
    }

    /** As {@link #u32}, for the many entries of a table: without a name. */
    long unsigned(int at) {
        return Integer.toUnsignedLong(buffer.getInt(at));
    }

    /** As {@link #u64}, for the same. */
    long bits(int at) {
        return buffer.getLong(at);
    }

    /** Three bytes in the order in which they stand. */
    Field u24(String field, int at) {
        return field(
                field,
                u8(field, at).value() << 16
                        | u8(field, at + 1).value() << 8
                        | u8(field, at + 2).value());
    }

    Field u32(String field, int at) {
        return field(field, unsigned(at));
    }

    Field u64(String field, int at) {
        return field(field, buffer.getLong(at));
    }

    /**
     * An offset in units of {@code unit} bytes that must point, with {@code length} bytes behind it, into the file. While the
     * file is still coming the benefit of the doubt is given, so that the rules behind this one are heard as well.
     */
    long place(Field field, long unit, long length) {
        long size = bytes.knownSize().orElse(Long.MAX_VALUE);
        field.atMost(size / unit);
        if (!ImageBytes.within(field.value() * unit, length, size)) {
            throw new Refusal(field.name() + " is " + field.value() + ", and " + length
                    + " bytes from there lie outside the file of " + size);
        }
        return field.value() * unit;
    }

    String text(int at, int length) {
        return StandardCharsets.ISO_8859_1.decode(buffer.slice(at, length)).toString();
    }

    byte[] raw(int at, int length) {
        byte[] copy = new byte[length];
        buffer.get(at, copy);
        return copy;
    }

    /** Must have nothing but zeros there. */
    void zeros(String field, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (buffer.get(i) != 0) {
                throw new Refusal(name + "." + field + " must be all zeros but has data");
            }
        }
    }

    int length() {
        return buffer.limit();
    }

    private Field field(String field, long value) {
        return new Field(name + "." + field, value);
    }
}
