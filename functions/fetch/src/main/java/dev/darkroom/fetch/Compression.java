package dev.darkroom.fetch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.darkroom.events.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    BZIP2("425a68") {
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
    ZSTD(
            "28b52ffd",
            "502a4d18",
            "512a4d18",
            "522a4d18",
            "532a4d18",
            "542a4d18",
            "552a4d18",
            "562a4d18",
            "572a4d18",
            "582a4d18",
            "592a4d18",
            "5a2a4d18",
            "5b2a4d18",
            "5c2a4d18",
            "5d2a4d18",
            "5e2a4d18",
            "5f2a4d18") {
        @Override
        InputStream reader(InputStream in, ByteSize memory) throws IOException {
            return new ZstdInputStreamNoFinalizer(in).setLongMax(63 - Long.numberOfLeadingZeros(memory.bytes()));
        }
    };

    /** How many of the first bytes tell. */
    static final int HEAD = 10;
    /** Behind {@code BZh} and the level comes the first block or, in an empty stream, the end: both are fixed numbers. */
    private static final List<String> BZIP2_BEHIND = List.of("314159265359", "177245385090");

    private final List<byte[]> magics;

    Compression(String... magics) {
        this.magics = Arrays.stream(magics).map(HexFormat.of()::parseHex).toList();
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
        return Arrays.stream(values()).filter(each -> each.begins(head)).findFirst();
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

    private boolean begins(byte[] head) {
        return magics.stream().anyMatch(magic -> startsWith(head, magic)) && (this != BZIP2 || isBzip2(head));
    }

    private static boolean isBzip2(byte[] head) {
        return head.length == HEAD
                && head[3] >= '1'
                && head[3] <= '9'
                && BZIP2_BEHIND.contains(HexFormat.of().formatHex(head, 4, HEAD));
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
