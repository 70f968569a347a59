package dev.darkroom.fetch;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What people give for a disk image by mistake. Nothing in it would be found unsafe: without its name it would pass as a
 * raw disk on which no machine starts.
 */
enum NoImage {
    TAR("a tar archive", 257, "ustar"),
    ZIP("a zip archive", 0, "PK\3\4"),
    SEVEN_ZIP("a 7z archive", 0, "7z\u00bc\u00af'\u001c"),
    RAR("a rar archive", 0, "Rar!\u001a\7"),
    AR("an ar archive", 0, "!<arch>\n"),
    LZ4("compressed by lz4", 0, "\4\"M\u0018"),
    LZIP("compressed by lzip", 0, "LZIP\1"),
    COMPRESS("compressed by compress", 0, "\u001f\u009d"),
    WEB_PAGE("a web page", 0, "<!DOCTYPE HTML"),
    BARE_WEB_PAGE("a web page", 0, "<HTML");

    /** How many of the first bytes tell. */
    static final int HEAD = 512;

    private final String label;
    private final int offset;
    private final String magic;

    NoImage(String label, int offset, String magic) {
        this.label = label;
        this.offset = offset;
        this.magic = magic;
    }

    static Optional<NoImage> of(byte[] head) {
        return Arrays.stream(values()).filter(any -> any.matches(head)).findFirst();
    }

    static Optional<NoImage> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(HEAD));
        }
    }

    FailureException refusal(SourceUri source) {
        return new FailureException(
                FailureCode.IMAGE_REFUSED,
                source + " is " + label + ", not a disk image: publish the image itself, as it is or compressed by"
                        + " gzip, bzip2, xz or zstd");
    }

    private boolean matches(byte[] head) {
        if (head.length < offset + magic.length()) {
            return false;
        }
        String text = new String(head, offset, magic.length(), StandardCharsets.ISO_8859_1);
        return magic.startsWith("<") ? text.toUpperCase(Locale.ROOT).equals(magic) : text.equals(magic);
    }
}
