package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** A VMDK that is nothing but a text naming other files (CVE-2022-47951), as tools find it: by title, or by version line. */
final class VmdkText implements ImageFormat {
    private static final int LOOKED_AT = 4096;
    private static final Pattern TITLE = Pattern.compile("(?is)[\\s\ufeff]*#\\s*disk\\s+descriptorfile.*");
    private static final Pattern VERSION = Pattern.compile("(?s)(?:#[^\n]*\n| *\r?\n)*+version=[123]\r?\n.*");

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
        String text =
                StandardCharsets.ISO_8859_1.decode(bytes.upTo(0, LOOKED_AT)).toString();
        return TITLE.matcher(text).matches() || VERSION.matcher(text).matches();
    }

    @Override
    public long judge(ImageBytes bytes) {
        throw new Refusal("the image is a vmdk descriptor that names other files; only vmdk images of one file,"
                + " monolithicSparse or streamOptimized, are accepted");
    }
}
