package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A VMDK that is nothing but a text naming other files (CVE-2022-47951), as tools find it: by title, or by version line. */
final class VmdkText implements ImageFormat {
    private static final int LOOKED_AT = 4096;
    private static final Pattern TITLE = Pattern.compile("#\\s*disk\\s+descriptorfile.*", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("version=[123]");

    @Override
    public String label() {
        return "vmdk descriptor";
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.empty();
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        String text = StandardCharsets.ISO_8859_1
                .decode(bytes.upTo(0, LOOKED_AT))
                .toString()
                .toLowerCase(Locale.ROOT);
        // For qemu a comment goes on behind a lone carriage return, for others it ends there: one of them is enough.
        return isDescriptor(text.lines()) || isDescriptor(Stream.of(text.split("\n")));
    }

    private static boolean isDescriptor(Stream<String> lines) {
        for (String line : lines.map(String::strip).toList()) {
            if (TITLE.matcher(line).matches()) {
                return true;
            }
            if (!line.isEmpty() && !line.startsWith("#")) {
                return VERSION.matcher(line).matches();
            }
        }
        return false;
    }

    @Override
    public long judge(ImageBytes bytes) {
        throw new Refusal("the image is a vmdk descriptor that names other files; only vmdk images of one file,"
                + " monolithicSparse or streamOptimized, are accepted");
    }
}
