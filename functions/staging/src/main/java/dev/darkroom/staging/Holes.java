package dev.darkroom.staging;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Where a file has holes, as {@code lseek(2)} of Linux says, which Java does not ask. Where it cannot be asked, or a file
 * system does not know, all of the file is data.
 */
final class Holes implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Holes.class);
    private static final int NONE = -1;

    private final FileChannel channel;
    private int descriptor;

    /** @param channel the same file, which remains the caller's */
    Holes(Path file, FileChannel channel) {
        this.channel = channel;
        this.descriptor = Libc.USABLE ? open(file) : NONE;
    }

    private static int open(Path file) {
        try {
            return Libc.open(file.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
        } catch (LastErrorException e) {
            LOG.debugf(e, "%s is read with its holes", file);
            return NONE;
        }
    }

    /** The first byte at or behind {@code from} that is not in a hole; the file's size when there is none. */
    long data(long from) throws IOException {
        long found = seek(from, Libc.SEEK_DATA);
        return found == NONE ? from : found;
    }

    /** The first byte at or behind {@code from} that is in a hole; the file's size when there is none. */
    long hole(long from) throws IOException {
        long found = seek(from, Libc.SEEK_HOLE);
        return found == NONE ? channel.size() : found;
    }

    private long seek(long from, int what) throws IOException {
        if (descriptor == NONE) {
            return NONE;
        }
        try {
            return Libc.lseek(descriptor, from, what);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Libc.ENXIO) {
                return channel.size();
            }
            LOG.debugf(e, "this file system does not say where holes are");
            close();
            return NONE;
        }
    }

    @Override
    public void close() {
        if (descriptor != NONE) {
            Libc.close(descriptor);
            descriptor = NONE;
        }
    }

    /** Numbers as in {@code fcntl.h}, {@code unistd.h} and {@code errno.h} of Linux. */
    private static final class Libc {
        static final int O_RDONLY = 0;
        static final int O_CLOEXEC = 0x80000;
        static final int SEEK_DATA = 3;
        static final int SEEK_HOLE = 4;
        static final int ENXIO = 6;
        static final boolean USABLE = bind();

        private static boolean bind() {
            if (!Platform.isLinux() || !Platform.is64Bit()) {
                return false;
            }
            try {
                Native.register(Libc.class, "c");
                return true;
            } catch (LinkageError e) {
                // As where no directory may hold programs; JNA unpacks its part into one (jna.tmpdir).
                LOG.infof("holes in disks are read like data, which takes longer: %s", e.getMessage());
                return false;
            }
        }

        static native int open(String path, int flags) throws LastErrorException;

        static native long lseek(int descriptor, long offset, int whence) throws LastErrorException;

        static native int close(int descriptor);
    }
}
