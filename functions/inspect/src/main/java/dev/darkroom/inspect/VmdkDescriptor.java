package dev.darkroom.inspect;

import dev.darkroom.events.Texts;
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
    private static final Pattern EXTENT =
            Pattern.compile("(?:rw|rdonly|noaccess)\\s+\\d{1,19}\\s+(\\w+)(?:\\s+\"([^\"]*)\"(?:\\s+\\d{1,19})?)?");
    private static final Pattern ACCESS = Pattern.compile("(?:rw|rdonly|noaccess)\\b.*");
    private static final Pattern SETTING = Pattern.compile("(\\w[\\w.]*)\\s*=\\s*(.*)");

    private int types;
    private int extents;

    private VmdkDescriptor() {}

    /** @throws Refusal naming what it says of anything but one sparse extent in the same file */
    static void judge(String text) {
        // qemu looks for this word anywhere, comments included.
        if (text.toLowerCase(Locale.ROOT).contains("parentfilenamehint")) {
            throw new Refusal("vmdk.descriptor names a parent file; the image must stand alone");
        }
        int end = text.indexOf('\0');
        var descriptor = new VmdkDescriptor();
        (end < 0 ? text : text.substring(0, end)).lines().map(String::strip).forEach(descriptor::line);
        new Field("vmdk.descriptor.createType settings", descriptor.types).exactly(1);
        new Field("vmdk.descriptor.extents", descriptor.extents).exactly(1);
    }

    private void line(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (ACCESS.matcher(lower).matches()) {
            extent(line, lower);
            return;
        }
        Matcher setting = SETTING.matcher(lower);
        if (!setting.matches()) {
            throw new Refusal("vmdk.descriptor has the line " + Texts.quote(line) + ", which is not understood");
        }
        String value = setting.group(2).replace("\"", "").strip();
        switch (setting.group(1)) {
            case "createtype" -> {
                types++;
                require("createType", value, TYPES);
            }
            case "parentcid" -> require("parentCID", value, NO_PARENT);
            default -> {
                // Geometry, adapter, tools version: nothing that leads out of the file.
            }
        }
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
