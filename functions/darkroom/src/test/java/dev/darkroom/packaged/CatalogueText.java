package dev.darkroom.packaged;

/** A catalogue as people write it. */
final class CatalogueText {
    private CatalogueText() {}

    /** Of one raw image without a checksum. */
    static String ofOne(String key, String source) {
        return of(image(key, source, "raw", null));
    }

    static String of(String... images) {
        return "images:\n" + String.join("", images);
    }

    /** @param checksum null: none */
    static String image(String key, String source, String format, String checksum) {
        return "  " + key + ":\n    name: " + key + "\n    source_url: " + source + "\n    source_disk_format: "
                + format + "\n" + (checksum == null ? "" : "    checksum: " + checksum + "\n");
    }
}
