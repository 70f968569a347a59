package dev.darkroom.fetch.testing;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The compressors whose output Darkroom undoes. */
public enum Codec {
    GZIP {
        @Override
        public OutputStream writer(OutputStream out) throws IOException {
            return new GZIPOutputStream(out, 64 * 1024);
        }
    },
    BZIP2 {
        @Override
        public OutputStream writer(OutputStream out) throws IOException {
            return new BZip2CompressorOutputStream(out);
        }
    },
    XZ {
        @Override
        public OutputStream writer(OutputStream out) throws IOException {
            return new XZOutputStream(out, new LZMA2Options(1));
        }
    },
    ZSTD {
        @Override
        public OutputStream writer(OutputStream out) throws IOException {
            return new ZstdOutputStreamNoFinalizer(out, 3).setChecksum(true);
        }
    };

    /** Compresses what is written to it. */
    public abstract OutputStream writer(OutputStream out) throws IOException;

    public byte[] compress(byte[] content) {
        return compress(content, 1);
    }

    /** Compresses the content, so many times in a row, into one stream. */
    public byte[] compress(byte[] content, int times) {
        var compressed = new ByteArrayOutputStream();
        try (OutputStream out = writer(compressed)) {
            for (int i = 0; i < times; i++) {
                out.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
