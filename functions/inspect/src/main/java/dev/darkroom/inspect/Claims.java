package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an image claims to be. Every format is tried: a file that is two at once hides one in the other (CVE-2024-40767) and is
 * refused; a file that is none is raw. While the image is still coming some claims stay open, and with them what it may be.
 */
final class Claims {
    private static final ImageFormat RAW = new Raw();
    private static final ImageFormat PARTITIONED = new PartitionTable();
    private static final List<ImageFormat> FORMATS = Stream.concat(
                    Stream.of(
                            new Qcow2(),
                            new Vmdk(),
                            new VmdkText(),
                            new Vhd(),
                            new Vhdx(),
                            new Vdi(),
                            new Iso(),
                            PARTITIONED),
                    Arrays.stream(ForeignFormat.values()))
            .toList();

    private final ImageBytes bytes;
    private final List<ImageFormat> made = new ArrayList<>();
    private final List<ImageFormat> open = new ArrayList<>();
    private boolean openUntilTheEnd = true;

    private Claims(ImageBytes bytes) {
        this.bytes = bytes;
        for (ImageFormat format : FORMATS) {
            try {
                if (format.claims(bytes)) {
                    made.add(format);
                }
            } catch (NotYet answer) {
                open.add(format);
                openUntilTheEnd &= answer.isEnd();
            }
        }
    }

    /**
     * The format whose rules decide: the one that the image is, unless it is refused whatever it is.
     *
     * @throws NotYet when too little has come to say so
     */
    static ImageFormat settle(ImageBytes bytes, DiskFormat declared) {
        return new Claims(bytes).settle(declared);
    }

    private ImageFormat settle(DiskFormat declared) {
        List<ImageFormat> possible = possible();
        List<ImageFormat> fitting = possible.stream()
                .filter(format -> format.diskFormat().equals(Optional.of(declared)))
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        if (possible.size() == 1 && possible.getFirst().diskFormat().isEmpty()) {
            return possible.getFirst();
        }
        if (!fitting.isEmpty() || !openUntilTheEnd) {
            throw NotYet.end();
        }
        String is =
                possible.size() == 1 ? "is " + possible.getFirst().diskFormat().orElseThrow() : "is not one";
        throw new Refusal(FailureCode.FORMAT_MISMATCH, "the image is declared as " + declared + " but " + is);
    }

    /** What it may turn out to be, if it is sound; exactly one when no claim is open. */
    private List<ImageFormat> possible() {
        if (made.isEmpty()) {
            requireContent();
            return with(RAW, open);
        }
        List<ImageFormat> containers =
                made.stream().filter(format -> format != PARTITIONED).toList();
        if (containers.isEmpty()) {
            return with(
                    PARTITIONED,
                    open.stream()
                            .filter(format -> format.beginsWithTheDisk(bytes))
                            .toList());
        }
        ImageFormat first = containers.getFirst();
        if (containers.size() == 1 && (made.size() == 1 || first.beginsWithTheDisk(bytes))) {
            return containers;
        }
        throw new Refusal("the image must be of one format but looks like "
                + made.stream().map(ImageFormat::label).collect(Collectors.joining(" and ")));
    }

    /** Nothing, or less than a sector of zeros, is what a failed upload leaves, and no disk. */
    private void requireContent() {
        long size = bytes.knownSize().orElse(Raw.SECTOR);
        if (size < Raw.SECTOR && bytes.upTo(0, Raw.SECTOR).equals(ByteBuffer.allocate((int) size))) {
            throw new Refusal("the image is empty: it has " + size + " bytes" + (size == 0 ? "" : ", all of them 0"));
        }
    }

    private static List<ImageFormat> with(ImageFormat first, List<ImageFormat> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }
}
