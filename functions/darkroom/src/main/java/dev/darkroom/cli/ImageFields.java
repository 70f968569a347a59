package dev.darkroom.cli;

import dev.darkroom.registry.query.ChooseTarget;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import dev.darkroom.registry.query.SpecView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One image, as fields. */
final class ImageFields {
    private ImageFields() {}

    /**
     * @param target how it stands there; null: at its only target
     * @throws CommandException when a target must be named, or is not known
     */
    static Map<String, Object> of(ImageView image, String target) {
        var fields = new LinkedHashMap<String, Object>();
        String place = target == null ? place(image) : target;
        PlacementView at = place == null ? null : image.targets().get(place);
        if (at == null && place != null) {
            throw CommandException.failed(
                    ChooseTarget.unknown(place, image.targets().keySet()));
        }
        fields.put("Key", image.key());
        fields.put("Name", image.spec() == null ? null : image.spec().name());
        fields.put("Target", place);
        fields.put("Status", at == null ? image.status() : ImageRows.status(image, at, target));
        placement(fields, at);
        fields.put("Catalogue", image.catalogue());
        fields.put("Attempts", image.attempts());
        if (image.spec() != null) {
            spec(fields, image.spec());
        }
        fields.put("Targets", statuses(image));
        fields.put("History", image.history() == null ? List.of() : history(image));
        return fields;
    }

    /** The only target that anybody serves, or any of several where the image has the same ID and status. */
    private static String place(ImageView image) {
        if (image.targets().isEmpty()) {
            return null;
        }
        SortedMap<String, PlacementView> served = new TreeMap<>(image.targets());
        served.values().removeIf(at -> !at.served());
        long different = served.values().stream()
                .map(at -> at.status() + " " + at.id())
                .distinct()
                .count();
        if (different > 1) {
            throw CommandException.failed(image.key() + " does not stand alike at all targets: name one with --target, "
                    + String.join(" or ", image.targets().keySet()));
        }
        return served.isEmpty() ? image.targets().firstKey() : served.firstKey();
    }

    private static void placement(Map<String, Object> fields, PlacementView at) {
        fields.put("ID", at == null ? null : at.id());
        fields.put("Reason", at == null ? null : ImageRows.reason(at));
        fields.put("Next Try", at == null ? null : at.retryAt());
        fields.put("Disk Format", at == null ? null : at.diskFormat());
        fields.put("Size", at == null ? null : at.size());
        fields.put("Hash Algorithm", at == null || at.sha512() == null ? null : "sha512");
        fields.put("Hash Value", at == null ? null : at.sha512());
        fields.put("Verified", at == null || at.verified() == null ? null : String.join(", ", at.verified()));
        fields.put("Updated At", at == null ? null : at.updatedAt());
    }

    private static void spec(Map<String, Object> fields, SpecView spec) {
        fields.put("Source URL", spec.sourceUrl());
        fields.put("Source Disk Format", spec.sourceDiskFormat());
        fields.put("Checksum", spec.checksums().isEmpty() ? spec.checksumUrl() : String.join(", ", spec.checksums()));
        fields.put("Unpacked Checksum", spec.checksumSha512());
        fields.put("Checksum Signature", spec.checksumSignature());
        fields.put("Must Be Signed By", spec.checksumSignedBy());
        fields.put("Cosign Bundle", spec.cosignBundle());
        fields.put("Container Format", spec.containerFormat());
        fields.put("Visibility", spec.visibility());
        fields.put("Shared With", spec.shareWith());
        fields.put("Properties", spec.properties());
        fields.put("Tags", spec.tags());
        fields.put("Min Disk", spec.minDisk());
        fields.put("Min RAM", spec.minRam());
        fields.put("Hidden", spec.hidden());
        fields.put("Protected", spec.protectedImage());
    }

    /** Where nobody serves a target any more, nothing is wrong with the image. */
    private static Map<String, String> statuses(ImageView image) {
        var statuses = new TreeMap<String, String>();
        image.targets().forEach((name, at) -> statuses.put(name, at.served() ? at.status() : at.code()));
        return statuses;
    }

    private static String history(ImageView image) {
        var lines = new StringBuilder();
        for (ImageView.Happened each : image.history()) {
            lines.append(lines.isEmpty() ? "" : "\n")
                    .append(each.at())
                    .append(' ')
                    .append(each.what())
                    .append(each.target() == null ? "" : " at " + each.target())
                    .append(": ")
                    .append(each.words());
        }
        return lines.toString();
    }
}
