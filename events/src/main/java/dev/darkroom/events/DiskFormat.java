package dev.darkroom.events;

import java.util.Locale;

/** A disk format, by its name in Glance. */
public enum DiskFormat {
    RAW("raw"),
    QCOW2("qcow2"),
    VMDK("vmdk"),
    /** What qemu-img calls {@code vpc}. */
    VHD("vpc"),
    VHDX("vhdx"),
    VDI("vdi"),
    /** Never converted: an ISO image is published as it is. */
    ISO("raw");

    private final String qemu;

    DiskFormat(String qemu) {
        this.qemu = qemu;
    }

    /** The name that {@code qemu-img -f} and {@code -O} take. */
    public String qemu() {
        return qemu;
    }

    /** The name in Glance, in catalogues and in events. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming the value and the formats there are */
    public static DiskFormat of(String label) {
        return Fields.oneOf("disk format", values(), label);
    }

    @Override
    public String toString() {
        return label();
    }
}
