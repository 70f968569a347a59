package dev.darkroom.staging.disk;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Where a file has holes, as {@code lseek(2)} of Linux says, which Java does not ask. Where it cannot be asked, or a file
 * system does not know, all of the file is data. File systems are believed, as cp(1) and qemu-img believe them.
 */
final class Holes implements AutoCloseable {
    /** Further than any file reaches: there is nothing but this up to its end. */
    static final long END = Long.MAX_VALUE;

    private static final Logger LOG = Logger.getLogger(Holes.class);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int NONE = -1;

    private final Path file;
    private int descriptor;

    Holes(Path file) {
        this.file = file;
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

    /** By which name to open the very file that is asked, even if another has come in its place. */
    Path file() {
        return descriptor == NONE ? file : DESCRIPTORS.resolve(Integer.toString(descriptor));
    }

    /** The first byte at or behind {@code from} that is not in a hole; {@link #END} when there is none. */
    long data(long from) {
        return seek(from, Libc.SEEK_DATA, from);
    }

    /** The first byte at or behind {@code from} that is in a hole, as what is behind the last byte is. */
    long hole(long from) {
        return seek(from, Libc.SEEK_HOLE, END);
    }

    /** In one piece with {@link #close}: a number that was closed may be that of a file which somebody else writes. */
    private synchronized long seek(long from, int what, long unknown) {
        if (descriptor == NONE) {
            return unknown;
        }
        try {
            return Libc.lseek(descriptor, from, what);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Libc.ENXIO) {
                return END;
            }
            LOG.debugf(e, "the file system of %s does not say where holes are", file);
            return unknown;
        }
    }

    @Override
    public synchronized void close() {
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
        static final boolean USABLE =
                Platform.isLinux() && Platform.is64Bit() && Files.isDirectory(DESCRIPTORS) && bind();

        private static boolean bind() {
            placeForPrograms();
            askNobodyForLibraries();
            try {
                Native.register(Libc.class, (String) null); // What the process has loaded already.
                return true;
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Error | RuntimeException e) {
                // As where no directory may hold programs. JNA throws an Error of no kind when its parts do not match.
                LOG.infof("holes in disks are read like data, which takes longer: %s", e.getMessage());
                return false;
            }
        }

        /** JNA unpacks its part below the home directory, which a user without a name does not have. */
        private static void placeForPrograms() {
            String property = "jna.tmpdir";
            if (System.getProperty(property) == null && UserHome.path().isEmpty()) {
                System.setProperty(property, System.getProperty("java.io.tmpdir"));
            }
        }

        /** JNA would start ldconfig(8), with everything in our environment, to find libraries that we do not want. */
        private static void askNobodyForLibraries() {
            String property = "jna.platform.library.path";
            if (System.getProperty(property) == null) {
                System.setProperty(property, "");
            }
        }

        static native int open(String path, int flags) throws LastErrorException;

        static native long lseek(int descriptor, long offset, int whence) throws LastErrorException;

        static native int close(int descriptor);
    }
}
