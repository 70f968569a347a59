package dev.darkroom.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The catalogue of the images, and the sums file that it refers to. */
public final class DemoCatalogue {
    private DemoCatalogue() {}

    /** @return what {@code sha256sum} prints for the served files */
    public static String sums(List<DemoImage> images) throws IOException {
        var text = new StringBuilder();
        for (DemoImage image : images) {
            text.append(sha256(image.served()))
                    .append("  ")
                    .append(image.served().getFileName())
                    .append('\n');
        }
        return text.toString();
    }

    /** @param origin where the files are served, sums file included */
    public static String text(List<DemoImage> images, URI origin, String sums) {
        var text = new StringBuilder("catalogue: demo\ndefaults:\n  container_format: bare\n  checksum: ")
                .append(origin.resolve(sums))
                .append("\nimages:\n");
        for (DemoImage image : images) {
            text.append("  ")
                    .append(image.key())
                    .append(":   # ")
                    .append(image.content())
                    .append('\n');
            text.append("    source_url: ")
                    .append(origin.resolve(image.served().getFileName().toString()))
                    .append('\n');
            text.append("    source_disk_format: ").append(image.format()).append('\n');
        }
        return text.append("aliases: {demo: ")
                .append(images.getFirst().key())
                .append("}\n")
                .toString();
    }

    private static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
