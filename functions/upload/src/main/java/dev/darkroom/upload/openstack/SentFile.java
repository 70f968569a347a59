package dev.darkroom.upload.openstack;

import dev.darkroom.events.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongConsumer;

/** The bytes of a file on their way out: counted and hashed as they are read. */
final class SentFile extends FilterInputStream {
    private final MessageDigest sha512;
    private final LongConsumer sent;
    private final long size;
    private long count;

    private SentFile(InputStream in, long size, LongConsumer sent) {
        super(in);
        this.size = size;
        this.sent = sent;
        try {
            sha512 = MessageDigest.getInstance(Digest.Algorithm.SHA512.jca());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }

    static SentFile open(Path file, LongConsumer sent) throws IOException {
        return new SentFile(Files.newInputStream(file), Files.size(file), sent);
    }

    /** How long the file was when it was opened. */
    long size() {
        return size;
    }

    /** The hash of what was read; only once. */
    Digest sha512() {
        return Digest.of(Digest.Algorithm.SHA512, sha512.digest());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > 0) {
            sha512.update(into, offset, read);
            count += read;
            sent.accept(count);
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }
}
