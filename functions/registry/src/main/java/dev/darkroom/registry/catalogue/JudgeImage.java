package dev.darkroom.registry.catalogue;

import dev.darkroom.events.Checksum;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.OpenPgpSignature;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.UrlSecrets;
import dev.darkroom.events.Visibility;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges one image, its defaults merged in: how its fields go together, and what they mean where they are absent.
 *
 * <p>Without a {@code name} an image is called as its key. Without a {@code source_disk_format} the source is what its file's
 * name ends in ({@code .qcow2.xz}); where that says nothing, it is already in the {@code disk_format}, as Azimuth has it: no
 * conversion. With a {@code local_file_path} the {@code source_url} is not used.
 */
final class JudgeImage {
    /** An event that carries the image must stay below 64 KiB. */
    static final int MOST_BYTES = 32 * 1024;

    private static final String KUBERNETES_VERSION = "kubernetes_version";
    private static final String WEB_CONSOLE_TAG = "azimuth_web_console_supported";

    private final String key;
    private final EntryReader in;
    private final ImageFields fields;

    JudgeImage(String key, EntryReader in) {
        this.key = key;
        this.in = in;
        this.fields = ImageFields.read(in);
    }

    /** The image; nothing when something is wrong with it, which {@link EntryReader} has been told. */
    Optional<ImageSpec> judge() {
        SourceUri source = source();
        DiskFormat sourceFormat = source == null ? null : sourceFormat(source);
        Checksum checksum = source == null ? null : checksum();
        Visibility visibility = or(fields.visibility(), Visibility.COMMUNITY);
        SortedMap<String, String> properties = properties();
        List<String> tags = tags();
        List<String> shareWith = or(fields.shareWith(), List.of());
        if (!shareWith.isEmpty() && visibility != Visibility.SHARED && in.good()) {
            in.complain("share_with", "share_with needs visibility: shared, but the visibility is " + visibility);
        }
        requireSmall(properties, tags, shareWith);
        if (!in.good()) {
            return Optional.empty();
        }
        return Optional.of(new ImageSpec(
                or(fields.name(), key),
                source,
                sourceFormat,
                or(fields.containerFormat(), "bare"),
                fields.diskFormat(),
                checksum,
                visibility,
                properties,
                tags,
                fields.minDisk(),
                or(fields.minRam(), 0),
                or(fields.hidden(), false),
                or(fields.protectedImage(), false),
                shareWith));
    }

    private SourceUri source() {
        if (fields.localFile() != null) {
            return fields.localFile();
        }
        if (!in.has("source_url") && !in.has("local_file_path")) {
            in.complain("source_url", "source_url is missing: where are the image's bytes?");
        }
        return fields.sourceUrl();
    }

    private DiskFormat sourceFormat(SourceUri source) {
        if (in.has("source_disk_format") && fields.sourceDiskFormat() == null
                || in.has("disk_format") && fields.diskFormat() == null) {
            return null;
        }
        Optional<DiskFormat> format = Optional.ofNullable(fields.sourceDiskFormat())
                .or(() -> SourceFormat.byName(source))
                .or(() -> Optional.ofNullable(fields.diskFormat()));
        if (format.isEmpty()) {
            in.complain(
                    "source_disk_format",
                    "source_disk_format is missing, and the name " + UrlSecrets.quote(source.fileName())
                            + " does not tell it: write qcow2, raw or what it is");
            return null;
        }
        DiskFormat wanted = or(fields.diskFormat(), format.get());
        if ((wanted == DiskFormat.ISO) != (format.get() == DiskFormat.ISO)) {
            in.complain(
                    "disk_format",
                    "disk_format is " + wanted + " but the source is " + format.get()
                            + ": an ISO image is published as it is, never converted");
        }
        return format.get();
    }

    private Checksum checksum() {
        GivenChecksum given = or(fields.checksum(), GivenChecksum.NONE);
        OpenPgpSignature signature = signature(given);
        try {
            return new Checksum(
                    given.digests(),
                    given.sums(),
                    or(fields.allowWeak(), false),
                    signature,
                    fields.cosignBundle(),
                    fields.checksumSha512());
        } catch (IllegalArgumentException e) {
            in.complain("checksum", e.getMessage());
            return null;
        }
    }

    /** Null where none is asked for, or what asks for it is wrong. */
    private OpenPgpSignature signature(GivenChecksum given) {
        GivenSignature signature = fields.checksumSignature();
        if (signature == null) {
            if (fields.checksumSignedBy() != null && !in.has("checksum_signature")) {
                in.complain(
                        "checksum_signed_by",
                        "checksum_signed_by needs checksum_signature: the URL of the signature, or clearsigned");
            }
            return null;
        }
        if (given.sums() == null) {
            if (fields.checksum() != null || !in.has("checksum")) {
                in.complain("checksum_signature", Checksum.SIGNATURE_NEEDS_SUMS);
            }
            return null;
        }
        return new OpenPgpSignature(signature.url(), or(fields.checksumSignedBy(), List.of()));
    }

    private SortedMap<String, String> properties() {
        var properties = new TreeMap<>(fields.properties());
        if (fields.kubernetesVersion() != null) {
            String other = properties.put(KUBERNETES_VERSION, fields.kubernetesVersion());
            if (other != null && !other.equals(fields.kubernetesVersion())) {
                in.complain(
                        KUBERNETES_VERSION,
                        "kubernetes_version is " + UrlSecrets.quote(fields.kubernetesVersion())
                                + " but the property of that name is " + UrlSecrets.quote(other) + ": remove one");
            }
        }
        return properties;
    }

    private List<String> tags() {
        return Stream.concat(
                        or(fields.tags(), List.<String>of()).stream(),
                        Stream.of(WEB_CONSOLE_TAG).filter(tag -> or(fields.webConsole(), false)))
                .toList();
    }

    private void requireSmall(SortedMap<String, String> properties, List<String> tags, List<String> shareWith) {
        int bytes = Stream.of(properties.keySet(), properties.values(), tags, shareWith)
                .flatMap(Collection::stream)
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > MOST_BYTES) {
            in.complain(
                    "properties",
                    "properties, tags and share_with must be at most " + MOST_BYTES + " bytes together but are "
                            + bytes);
        }
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
