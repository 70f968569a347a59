package dev.darkroom.inspect;

import dev.darkroom.events.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text within a VMDK that says of which files the disk consists. It may say only: of this one (CVE-2022-47951).
 */
final class VmdkDescriptor {
    private static final Set<String> TYPES = Set.of("monolithicsparse", "streamoptimized");
    private static final Set<String> NO_PARENT = Set.of("ffffffff");
    private static final Pattern CONTENT_ID = Pattern.compile("[0-9a-f]{1,8}");
    private static final Pattern EXTENT =
            Pattern.compile("(?:rw|rdonly|noaccess)\\s+\\d{1,19}\\s+(\\w+)(?:\\s+\"([^\"]*)\"(?:\\s+\\d{1,19})?)?");
    private static final Pattern ACCESS = Pattern.compile("(?:rw|rdonly|noaccess)\\b.*");
    private static final Pattern SETTING = Pattern.compile("(\\w[\\w.]*)\\s*=\\s*(.*)");

    /** qemu looks for this word anywhere, comments included, and in this much, however long the descriptor is. */
    private static final String PARENT_FILE = "parentfilenamehint";

    private static final int SEEN_BY_QEMU = 20 * Raw.SECTOR;

    /** Readers find these wherever they stand, in a comment or within another word. */
    private static final Set<String> FOUND_ANYWHERE = Set.of("createtype", "parentcid");

    private static final int WINDOW = 8192;
    private static final int LONGEST_LINE = 1024;

    private int types;
    private int extents;

    private VmdkDescriptor() {}

    /**
     * Reads it in small windows, for it may be a megabyte long.
     *
     * @throws Refusal naming what it says of anything but one sparse extent in the same file
     */
    static void judge(ImageBytes bytes, long offset, int length) {
        Structure.need(bytes, "vmdk.descriptor", offset, length);
        var descriptor = new VmdkDescriptor();
        var line = new StringBuilder();
        boolean ended = false;
        int seen = Math.max(length, SEEN_BY_QEMU);
        for (int at = 0; at < seen; at += WINDOW) {
            String window = window(bytes, offset + at, Math.min(WINDOW + PARENT_FILE.length(), seen - at));
            if (window.toLowerCase(Locale.ROOT).contains(PARENT_FILE)) {
                throw new Refusal("vmdk.descriptor names a parent file; the image must stand alone");
            }
            for (int i = 0; i < Math.min(WINDOW, window.length()) && at + i < length && !ended; i++) {
                ended = descriptor.add(window.charAt(i), line);
            }
        }
        descriptor.line(line.toString().strip());
        new Field("vmdk.descriptor.createType settings", descriptor.types).exactly(1);
        new Field("vmdk.descriptor.extents", descriptor.extents).exactly(1);
    }

    private static String window(ImageBytes bytes, long offset, int length) {
        return StandardCharsets.ISO_8859_1.decode(bytes.upTo(offset, length)).toString();
    }

    /** @return whether the text ends here */
    private boolean add(char next, StringBuilder line) {
        if (next > '~' || next < ' ' && "\0\t\r\n".indexOf(next) < 0) {
            throw new Field("vmdk.descriptor.character", next).mustBe("one of a line of ASCII");
        }
        if (next == '\n') {
            line(line.toString().strip());
            line.setLength(0);
        } else if (next != '\0') {
            line.append(next);
            new Field("vmdk.descriptor.line_length", line.length()).atMost(LONGEST_LINE);
        }
        return next == '\0';
    }

    private void line(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        Matcher setting = SETTING.matcher(lower);
        boolean comment = line.isEmpty() || line.startsWith("#");
        String name = !comment && setting.matches() ? setting.group(1) : "";
        if (line.contains("\r")
                || FOUND_ANYWHERE.stream().anyMatch(word -> lower.contains(word) && !name.equals(word))) {
            throw notUnderstood(line);
        }
        if (comment) {
            return;
        }
        if (ACCESS.matcher(lower).matches()) {
            extent(line, lower);
        } else if (name.isEmpty() || name.startsWith("encryption.")) {
            throw notUnderstood(line);
        } else {
            set(name, setting.group(2).replace("\"", "").strip());
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "createtype" -> {
                types++;
                require("createType", value, TYPES);
            }
            case "cid" -> {
                if (!CONTENT_ID.matcher(value).matches()) {
                    throw new Refusal("vmdk.descriptor.CID must be a hexadecimal number but is " + Texts.quote(value));
                }
            }
            case "parentcid" -> require("parentCID", value, NO_PARENT);
            default -> {
                // Geometry, adapter, tools version: nothing that leads out of the file.
            }
        }
    }

    private static Refusal notUnderstood(String line) {
        return new Refusal("vmdk.descriptor has the line " + Texts.quote(line) + ", which is not understood");
    }

    private void extent(String line, String lower) {
        extents++;
        Matcher extent = EXTENT.matcher(lower);
        if (!extent.matches() || !extent.group(1).equals("sparse")) {
            throw new Refusal("vmdk.descriptor.extent must be SPARSE in this file but is " + Texts.quote(line));
        }
        String name = extent.group(2);
        if (name != null && (name.contains("/") || name.contains("\\"))) {
            throw new Refusal("vmdk.descriptor.extent must name no path but is " + Texts.quote(line));
        }
    }

    private static void require(String field, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw new Refusal("vmdk.descriptor." + field + " must be "
                    + String.join(" or ", allowed.stream().sorted().toList()) + " but is " + Texts.quote(value));
        }
    }
}
