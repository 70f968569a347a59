package dev.darkroom.registry.catalogue;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.UrlSecrets;
import dev.darkroom.events.Visibility;
import dev.darkroom.registry.catalogue.Tree.Items;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * The fields of an image, or of defaults, each judged by itself; null where one is absent or wrong. How they go together is
 * judged by {@link JudgeImage}.
 *
 * @param checksumSha512 Azimuth's {@code checksum_sha512}: of the image file as it is, unpacked and not converted
 */
record ImageFields(
        String name,
        SourceUri sourceUrl,
        SourceUri localFile,
        DiskFormat sourceDiskFormat,
        String containerFormat,
        DiskFormat diskFormat,
        GivenChecksum checksum,
        Digest checksumSha512,
        Boolean allowWeak,
        GivenSignature checksumSignature,
        List<String> checksumSignedBy,
        SourceUri cosignBundle,
        Visibility visibility,
        SortedMap<String, String> properties,
        String kubernetesVersion,
        List<String> tags,
        Boolean webConsole,
        Integer minDisk,
        Integer minRam,
        Boolean hidden,
        Boolean protectedImage,
        List<String> shareWith) {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_URL = 2048;
    /** Glance's {@code image_tag_quota} and {@code image_member_quota} are 128. */
    private static final int MOST_TAGS = 120;

    private static final int MOST_PROJECTS = 128;
    private static final Pattern KUBERNETES_VERSION = Pattern.compile("v?[0-9]+(\\.[0-9]+){1,2}([-+][0-9A-Za-z.-]+)?");
    private static final Pattern PROJECT = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]*");

    static ImageFields read(EntryReader in) {
        var fields = new ImageFields(
                in.read("name", (field, tree) -> Rules.text(field, tree, LONGEST_NAME)),
                in.read("source_url", ImageFields::url),
                in.read("local_file_path", ImageFields::localFile),
                in.read("source_disk_format", ImageFields::format),
                in.read("container_format", ImageFields::containerFormat),
                in.read("disk_format", ImageFields::format),
                in.read("checksum", GivenChecksum::read),
                in.read("checksum_sha512", GivenChecksum::sha512),
                in.read("checksum_allow_weak", Rules::flag),
                in.read("checksum_signature", GivenSignature::read),
                in.read("checksum_signed_by", GivenSignature::signers),
                in.read("cosign_bundle", ImageFields::url),
                in.read("visibility", (field, tree) -> Visibility.of(Rules.text(field, tree, LONGEST_NAME))),
                ImageProperties.read("properties", in),
                in.read("kubernetes_version", ImageFields::kubernetesVersion),
                texts(in, "tags", MOST_TAGS, (field, tree) -> Rules.text(field, tree, LONGEST_NAME)),
                in.read("web_console_supported", Rules::flag),
                in.read("min_disk", Rules::number),
                in.read("min_ram", Rules::number),
                in.read("hidden", Rules::flag),
                in.read("protected", Rules::flag),
                texts(in, "share_with", MOST_PROJECTS, ImageFields::project));
        in.endOfFields();
        return fields;
    }

    private static SourceUri url(String field, Tree tree) {
        return SourceUri.parse(Rules.text(field, tree, LONGEST_URL));
    }

    private static SourceUri localFile(String field, Tree tree) {
        String path = Rules.text(field, tree, LONGEST_URL / 2);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    field + " must be an absolute path, as fetch sees it, but is " + UrlSecrets.quote(path));
        }
        try {
            return SourceUri.parse(new URI("file", "", path, null).toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(field + " cannot be a file: URL: " + e.getReason(), e);
        }
    }

    private static DiskFormat format(String field, Tree tree) {
        return DiskFormat.of(Rules.text(field, tree, LONGEST_NAME));
    }

    private static String containerFormat(String field, Tree tree) {
        String format = Rules.text(field, tree, LONGEST_NAME);
        if (!format.equals("bare")) {
            throw new IllegalArgumentException(
                    field + " must be bare (a disk image without an envelope) but is " + UrlSecrets.quote(format));
        }
        return format;
    }

    private static String kubernetesVersion(String field, Tree tree) {
        String version = Rules.text(field, tree, LONGEST_NAME);
        if (!KUBERNETES_VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    field + " must be a version such as v1.34.2 but is " + UrlSecrets.quote(version));
        }
        return version;
    }

    private static String project(String field, Tree tree) {
        String project = Rules.text(field, tree, LONGEST_NAME);
        if (!PROJECT.matcher(project).matches()) {
            throw new IllegalArgumentException(
                    field + " must list project IDs (openstack project list) but has " + UrlSecrets.quote(project));
        }
        return project;
    }

    private static List<String> texts(EntryReader in, String field, int most, EntryReader.Rule<String> rule) {
        Tree tree = in.tree(field);
        if (tree == null) {
            return null;
        }
        if (!(tree instanceof Items list)) {
            in.complain(field, tree, field + " must be a list of text but is " + tree.shown());
            return null;
        }
        if (list.items().size() > most) {
            in.complain(
                    field,
                    tree,
                    field + " must be at most " + most + " but are "
                            + list.items().size());
        }
        return list.items().stream()
                .map(item -> in.read(field, item, rule))
                .filter(Objects::nonNull)
                .toList();
    }
}
