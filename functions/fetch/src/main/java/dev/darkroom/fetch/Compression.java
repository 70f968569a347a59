package dev.darkroom.fetch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * The compressions that are undone, recognised by their first bytes whatever the file is called. Each reader takes streams
 * that are joined together and refuses anything else behind the end.
 */
enum Compression {
    GZIP("1f8b08") {
        @Override
        InputStream reader(InputStream in, ByteSize memory) throws IOException {
            return GzipCompressorInputStream.builder()
                    .setInputStream(in)
                    .setBufferSize(Hashes.BUFFER)
                    .setDecompressConcatenated(true)
                    .get();
        }
    },
    /** Behind {@code BZh} and the level comes the first block or, in an empty stream, the end: both are fixed numbers. */
    BZIP2("425a683[1-9](?:314159265359|177245385090)") {
        @Override
        InputStream reader(InputStream in, ByteSize memory) throws IOException {
            return new BZip2CompressorInputStream(in, true);
        }
    },
    XZ("fd377a585a00") {
        @Override
        InputStream reader(InputStream in, ByteSize memory) throws IOException {
            return new XZInputStream(in, Math.toIntExact(memory.bytes() / 1024));
        }
    },
    /** Also begins with a skippable frame, as pzstd writes it (RFC 8878 §3.1.2: 0x184D2A50 to 0x184D2A5F). */
    ZSTD("28b52ffd|5[0-9a-f]2a4d18") {
        @Override
        InputStream reader(InputStream in, ByteSize memory) throws IOException {
            try {
                return new ZstdInputStreamNoFinalizer(in).setLongMax(63 - Long.numberOfLeadingZeros(memory.bytes()));
            } catch (LinkageError e) {
                throw new FailureException(
                        FailureCode.INTERNAL_ERROR,
                        "zstd cannot be undone: its library could not be unpacked to "
                                + System.getProperty("ZstdTempFolder", System.getProperty("java.io.tmpdir"))
                                + " and loaded from there; mount that file system without noexec, or choose another"
                                + " directory by --data, and start Darkroom again",
                        e);
            }
        }
    };

    /** How many of the first bytes tell. */
    static final int HEAD = 10;

    private final Pattern magic;

    /** @param magic what the first bytes are in hex, a regular expression */
    Compression(String magic) {
        this.magic = Pattern.compile(magic);
    }

    /**
     * Undoes it.
     *
     * @param memory the most that the decoder may take; it refuses a stream that asks for more
     */
    abstract InputStream reader(InputStream in, ByteSize memory) throws IOException;

    /** The compression of a file, by its first bytes. */
    static Optional<Compression> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD));
        }
    }

    /** @param head the first {@link #HEAD} bytes, or fewer where there are no more */
    static Optional<Compression> of(byte[] head) {
        String hex = HexFormat.of().formatHex(head);
        return Arrays.stream(values())
                .filter(each -> each.magic.matcher(hex).lookingAt())
                .findFirst();
    }

    /** Whether the stream says how much memory its decoder needs; that of any other needs little. */
    boolean needsMemory() {
        return this == XZ || this == ZSTD;
    }

    /** Whether the decoder refused because it would need more memory than it was given. */
    static boolean isMemoryLimit(IOException e) {
        return e instanceof MemoryLimitException
                || e instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
