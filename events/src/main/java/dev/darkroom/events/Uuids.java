package dev.darkroom.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.regex.Pattern;

/** UUIDs that are functions of content: RFC 9562 §5.5, version 5 (SHA-1 of a namespace and a name); and as texts. */
public final class Uuids {
    private static final Pattern TEXT =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    /** The namespace of everything that Darkroom names; a change of it renames every image of every cloud. */
    static final UUID DARKROOM = version5(DNS, "darkroom.dev");

    private Uuids() {}

    static UUID version5(UUID namespace, String name) {
        MessageDigest sha1 = Digest.Algorithm.SHA1.newHash();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & ~0xF000L) | 0x5000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** @throws IllegalArgumentException naming the value; the short forms that {@link UUID#fromString} takes are refused */
    public static UUID parse(String field, String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(field + " must be a UUID but is " + Texts.quote(text));
        }
        return UUID.fromString(text);
    }
}
