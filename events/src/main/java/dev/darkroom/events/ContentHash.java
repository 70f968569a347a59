package dev.darkroom.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 over a tree of values, each with its kind and its length, so that no two trees can run into each other: the
 * number 1 is not the text "1", and a comma in a text is not the end of it.
 */
final class ContentHash {
    private final MessageDigest sha256 = Digest.Algorithm.SHA256.newHash();

    private ContentHash() {}

    /** @param values null, booleans, numbers, lists and maps (in the order that they have), and else whatever its text says */
    static Digest of(Object... values) {
        var hash = new ContentHash();
        for (Object value : values) {
            hash.add(value);
        }
        return Digest.of(Digest.Algorithm.SHA256, hash.sha256.digest());
    }

    private void add(Object value) {
        switch (value) {
            case null -> head('0', 0);
            case Map<?, ?> map -> {
                head('m', map.size());
                map.forEach((key, each) -> {
                    add(key);
                    add(each);
                });
            }
            case List<?> list -> {
                head('l', list.size());
                list.forEach(this::add);
            }
            case Boolean bool -> text('b', bool);
            case Number number -> text('n', number);
            default -> text('t', value);
        }
    }

    private void text(char kind, Object value) {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        head(kind, bytes.length);
        sha256.update(bytes);
    }

    private void head(char kind, int length) {
        sha256.update(ByteBuffer.allocate(Character.BYTES + Integer.BYTES)
                .putChar(kind)
                .putInt(length)
                .flip());
    }
}
