package dev.darkroom.inspect;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says what an image file is and whether it is safe. Every format is tried: a file that is two at once hides one in the
 * other (CVE-2024-40767) and is refused; a file that is none is raw.
 */
public final class InspectImage {
    private static final ImageFormat RAW = new Raw();
    private static final ImageFormat ISO = new Iso();
    private static final ImageFormat PARTITIONED = new PartitionTable();
    private static final List<ImageFormat> FORMATS = formats();

    private final ByteSize largestDisk;

    /** @param largestDisk the largest virtual size that is accepted */
    public InspectImage(ByteSize largestDisk) {
        this.largestDisk = largestDisk;
    }

    /**
     * @param declared what the catalogue says that it is
     * @throws UncheckedIOException when the file cannot be read
     */
    public Verdict inspect(Path file, DiskFormat declared) {
        try (ImageBytes bytes = ImageBytes.open(file)) {
            return judge(bytes, declared);
        } catch (Refusal refusal) {
            return refusal.verdict();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verdict judge(ImageBytes bytes, DiskFormat declared) {
        ImageFormat detected = detect(bytes);
        Optional<DiskFormat> format = detected.diskFormat();
        if (format.isPresent() && format.get() != declared) {
            throw new Refusal(
                    FailureCode.FORMAT_MISMATCH, "the image is declared as " + declared + " but is " + format.get());
        }
        long virtualSize = detected.judge(bytes);
        if (virtualSize == 0) {
            throw new Refusal(detected.label() + ".virtual_size is 0");
        }
        if (Long.compareUnsigned(virtualSize, largestDisk.bytes()) > 0) {
            throw new Refusal(
                    FailureCode.LIMIT_EXCEEDED,
                    detected.label() + ".virtual_size is " + Long.toUnsignedString(virtualSize)
                            + " bytes, more than the limit of " + largestDisk.bytes() + " (" + largestDisk + ")");
        }
        return new Verdict.Accepted(declared, virtualSize);
    }

    private static ImageFormat detect(ImageBytes bytes) {
        List<ImageFormat> claims =
                FORMATS.stream().filter(format -> format.claims(bytes)).collect(Collectors.toList());
        if (claims.equals(List.of(ISO, PARTITIONED))) {
            return ISO; // An image that boots from a disc and from a stick.
        }
        if (claims.size() > 1) {
            throw new Refusal("the image must be of one format but looks like "
                    + claims.stream().map(ImageFormat::label).collect(Collectors.joining(" and ")));
        }
        return claims.isEmpty() ? RAW : claims.getFirst();
    }

    private static List<ImageFormat> formats() {
        List<ImageFormat> formats = new ArrayList<>(
                List.of(new Qcow2(), new Vmdk(), new VmdkText(), new Vhd(), new Vhdx(), new Vdi(), ISO, PARTITIONED));
        formats.addAll(Arrays.asList(ForeignFormat.values()));
        return List.copyOf(formats);
    }
}
