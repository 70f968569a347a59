package dev.darkroom.staging.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseInputTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    private final Random random = new Random(20261128);

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "h", "hd", "dh", "hdh", "dhd", "hhddhhdd", "dhdhdhdhdhdhdhdh"})
    void readsWhatTheFileHolds(String runs) throws IOException {
        Path file = file(runs);

        assertThat(inPieces(file)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void countsWhatIsNotInHoles() throws IOException {
        for (String runs : new String[] {"", "d", "hhh", "hd", "dhd", "hhddhhdd"}) {
            long data = runs.chars().filter(run -> run == 'd').count();

            assertThat(SparseInput.stored(file(runs))).as(runs).isEqualTo(data * MIB);
        }
    }

    @Test
    void readsAFileThatEndsWithinABlock() throws IOException {
        Path file = file("dhd");
        cut(file, 2 * MIB + 12_345);

        assertThat(inPieces(file)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void readsAByteAtATime() throws IOException {
        Path file = file("dhd");
        cut(file, 300);

        try (InputStream in = SparseInput.open(file)) {
            for (byte each : Files.readAllBytes(file)) {
                assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(each));
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    /** What the kernel has to read for us, zeros included, it counts as {@code rchar}. */
    @Test
    void hasTheKernelReadNoHoles() throws IOException {
        Path file = file("d" + "h".repeat(400) + "d");

        long before = readByTheKernel();
        try (InputStream in = SparseInput.open(file)) {
            assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(402L * MIB);
        }

        assertThat(readByTheKernel() - before).isBetween(2L * MIB, 40L * MIB);
    }

    @Test
    void endsWhereAFileEndsThatIsCutShort() throws IOException {
        for (String runs : new String[] {"ddd", "hhh", "hdd", "dhd"}) {
            Path file = file(runs);
            try (InputStream in = SparseInput.open(file)) {
                in.readNBytes(MIB);
                cut(file, MIB + MIB / 2);

                assertThat(in.readAllBytes().length).as(runs).isEqualTo(MIB / 2);
                assertThat(in.read()).as(runs).isEqualTo(-1);
            }
        }
    }

    @Test
    void takesAFileAsDataThatCannotBeAskedForHoles() {
        try (var holes = new Holes(directory.resolve("nowhere"))) {
            assertThat(holes.data(7)).isEqualTo(7);
            assertThat(holes.hole(7)).isEqualTo(Holes.END);
        }
    }

    /** Who stops a process interrupts its threads: bytes that could not be read then would count as rotten. */
    @Test
    void anInterruptDoesNotEndIt() throws IOException {
        Path file = file("dhd");
        Thread.currentThread().interrupt();
        try {
            assertThat(inPieces(file)).hasSize(3 * MIB);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void theFileThatWasOpenedIsReadWhateverTakesItsPlace() throws IOException {
        Path file = file("hd");
        byte[] before = Files.readAllBytes(file);
        try (InputStream in = SparseInput.open(file)) {
            in.readNBytes(100);
            Files.move(file("dh"), file, StandardCopyOption.REPLACE_EXISTING);

            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(before, 100, before.length));
        }
    }

    /** An upload that is given up closes its file while another thread still reads it; the number is somebody else's then. */
    @Test
    void touchesNoOtherFileWhenItIsClosedWhileItIsAsked() throws Exception {
        Path file = file("dh");
        Path other = Files.write(directory.resolve("other"), new byte[64]);
        try (var asking = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 10_000; i++) {
                var holes = new Holes(file);
                var closed = new AtomicBoolean();
                var asked = asking.submit(() -> {
                    while (!closed.get()) {
                        holes.data(0);
                    }
                });
                LockSupport.parkNanos(1);
                holes.close();
                try (var mine = new RandomAccessFile(other.toFile(), "r")) {
                    mine.seek(7);
                    closed.set(true);
                    asked.get();
                    assertThat(mine.getFilePointer()).as("round " + i).isEqualTo(7);
                }
            }
        }
    }

    @Test
    void leavesNothingOpen() throws IOException {
        Path file = file("hd");
        long before = open();
        for (int i = 0; i < 50; i++) {
            SparseInput.open(file).close();
            assertThatThrownBy(() -> SparseInput.open(directory.resolve("nowhere")))
                    .isInstanceOf(NoSuchFileException.class);
            try (InputStream in = SparseInput.open(directory)) {
                assertThatThrownBy(in::read).isInstanceOf(IOException.class);
            }
        }
        assertThat(open()).isLessThan(before + 10);
    }

    private static long open() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    /** A file of a MiB of data for each d, and of a hole for each h. */
    private Path file(String runs) throws IOException {
        Path path = directory.resolve("disk-" + runs.length() + runs.hashCode());
        byte[] data = new byte[MIB];
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            for (int i = 0; i < runs.length(); i++) {
                if (runs.charAt(i) == 'd') {
                    random.nextBytes(data);
                    file.seek((long) i * MIB);
                    file.write(data);
                }
            }
            file.setLength((long) runs.length() * MIB);
        }
        return path;
    }

    private static void cut(Path path, long size) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private byte[] inPieces(Path file) throws IOException {
        byte[] all = new byte[(int) Files.size(file) + 1];
        int length = 0;
        try (InputStream in = SparseInput.open(file)) {
            for (int read = 0; read >= 0; read = in.read(all, length, 1 + random.nextInt(all.length - length))) {
                length += read;
            }
        }
        assertThat(length).isEqualTo(all.length - 1);
        return Arrays.copyOf(all, length);
    }

    private static long readByTheKernel() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .findFirst()
                .orElseThrow();
    }
}
