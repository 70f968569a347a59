package dev.darkroom.upload.openstack;

import dev.darkroom.events.Digest;
import dev.darkroom.staging.disk.SparseInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * The bytes of a file on their way out: counted as they are read, and hashed where nobody has done so before. Hashing costs
 * as much as sending, on a machine that has other images to convert.
 */
final class SentFile extends FilterInputStream {
    private final Digest known;
    private final MessageDigest sha512;
    private final LongConsumer sent;
    private final long size;
    private long count;

    private SentFile(InputStream in, long size, Digest known, LongConsumer sent) {
        super(in);
        this.known = known;
        this.size = size;
        this.sent = sent;
        this.sha512 = known == null ? Digest.Algorithm.SHA512.newHash() : null;
    }

    /** @param known their sha512; null: not known */
    static SentFile open(Path file, Digest known, LongConsumer sent) throws IOException {
        long size = Files.size(file);
        return new SentFile(SparseInput.open(file), size, known, sent);
    }

    /** How long the file was when it was opened. */
    long size() {
        return size;
    }

    /** The known hash, or that of what was read; only once. */
    Digest sha512() {
        return sha512 == null ? known : Digest.of(Digest.Algorithm.SHA512, sha512.digest());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > 0) {
            if (sha512 != null) {
                sha512.update(into, offset, read);
            }
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
