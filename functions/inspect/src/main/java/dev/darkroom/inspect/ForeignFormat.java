package dev.darkroom.inspect;

import dev.darkroom.events.DiskFormat;
import java.util.Optional;

/** What qemu would open and Darkroom never takes: encrypted, obsolete, or of a format that nobody publishes images in. */
enum ForeignFormat implements ImageFormat {
    LUKS("luks", "encrypted images cannot be checked", "LUKS\u00ba\u00be"),
    QED("qed", "its driver is unmaintained", "QED\0"),
    QCOW1("qcow version 1", "it has backing files and no checks", "QFI\u00fb\0\0\0\u0001"),
    VMDK3("vmdk version 3 (COWD)", "it is obsolete", "COWD"),
    PARALLELS("parallels", "no cloud takes it", "WithoutFreeSpace"),
    PARALLELS_EXTENDED("parallels", "no cloud takes it", "WithouFreSpacExt"),
    BOCHS("bochs", "no cloud takes it", "Bochs Virtual HD Image"),
    CLOOP("cloop", "no cloud takes it", "#!/bin/sh\n#V2.0 Format"),
    DMG("dmg", "no cloud takes it", "koly") {
        @Override
        public boolean claims(ImageBytes bytes) {
            return bytes.says(bytes.size() - TRAILER, magic());
        }
    };

    private static final int TRAILER = 512;

    private final String label;
    private final String reason;
    private final String magic;

    ForeignFormat(String label, String reason, String magic) {
        this.label = label;
        this.reason = reason;
        this.magic = magic;
    }

    String magic() {
        return magic;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Optional<DiskFormat> diskFormat() {
        return Optional.empty();
    }

    @Override
    public boolean claims(ImageBytes bytes) {
        return bytes.says(0, magic);
    }

    @Override
    public long judge(ImageBytes bytes) {
        throw new Refusal("the image is " + label + ", which is never accepted: " + reason);
    }
}
