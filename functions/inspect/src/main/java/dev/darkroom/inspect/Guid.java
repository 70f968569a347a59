package dev.darkroom.inspect;

import java.util.UUID;

/** A GUID as Microsoft's formats store it: the first three parts little-endian. */
final class Guid {
    private Guid() {}

    static String at(Structure structure, int at) {
        long high = structure.u32("guid", at).value() << 32
                | structure.u16("guid", at + 4).value() << 16
                | structure.u16("guid", at + 6).value();
        long low = 0;
        for (int i = 8; i < 16; i++) {
            low = low << 8 | structure.u8("guid", at + i).value();
        }
        return new UUID(high, low).toString();
    }
}
