import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.inspect.InspectImage;
import dev.darkroom.inspect.StreamJudge;
import dev.darkroom.inspect.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What it costs to judge images while they come and as whole files, in processor time of the thread that does it. Arguments
 * are pairs of format and path; for each there is a line: nanoseconds while it comes, nanoseconds as a file, bytes.
 */
final class InspectionCost {
    /** As many bytes at a time as a download hands over. */
    private static final int CHUNK = 256 * 1024;

    /** To ask for the time takes longer than to judge a chunk: it is asked for once for as many as these. */
    private static final int BATCH = 256 * CHUNK;

    private static final int ROUNDS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final InspectImage INSPECT = new InspectImage(ByteSize.ofMiB(100 * 1024));

    private InspectionCost() {}

    public static void main(String[] arguments) throws IOException {
        measure(arguments); // Warms up.
        measure(arguments).forEach(System.out::println);
    }

    private static List<String> measure(String[] arguments) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < arguments.length; i += 2) {
            DiskFormat format = DiskFormat.of(arguments[i]);
            Path file = Path.of(arguments[i + 1]);
            long[] coming = new long[ROUNDS];
            long[] whole = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                coming[round] = coming(file, format);
                whole[round] = whole(file, format);
            }
            lines.add(median(coming) + " " + median(whole) + " " + Files.size(file));
        }
        return lines;
    }

    private static long coming(Path file, DiskFormat format) throws IOException {
        StreamJudge judge = INSPECT.stream(format);
        byte[] batch = new byte[BATCH];
        long spent = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read; (read = in.readNBytes(batch, 0, BATCH)) > 0; ) {
                long began = THREADS.getCurrentThreadCpuTime();
                for (int at = 0; at < read; at += CHUNK) {
                    if (judge.take(batch, at, Math.min(CHUNK, read - at)).isPresent()) {
                        throw new IllegalStateException(file + " is refused");
                    }
                }
                spent += THREADS.getCurrentThreadCpuTime() - began;
            }
        }
        return spent;
    }

    private static long whole(Path file, DiskFormat format) {
        long began = THREADS.getCurrentThreadCpuTime();
        if (!(INSPECT.inspect(file, format) instanceof Verdict.Accepted)) {
            throw new IllegalStateException(file + " is refused");
        }
        return THREADS.getCurrentThreadCpuTime() - began;
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
