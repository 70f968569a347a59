package dev.darkroom.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over a row of values, each with its length, so that no two rows can run into each other. */
final class ContentHash {
    private ContentHash() {}

    static Digest of(Object... values) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance(Digest.Algorithm.SHA256.jca());
            for (Object value : values) {
                byte[] bytes = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
                sha256.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                sha256.update(bytes);
            }
            return Digest.of(Digest.Algorithm.SHA256, sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
