package dev.darkroom.cli;

import dev.darkroom.cli.output.Rows;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Images as a list: a line for each image at each target. */
final class ImageRows {
    private static final List<String> SHORT = List.of("Key", "Target", "Status", "ID", "Reason");
    private static final List<String> LONG = List.of(
            "Key",
            "Target",
            "Status",
            "ID",
            "Reason",
            "Name",
            "Disk Format",
            "Size",
            "Updated At",
            "Next Try",
            "Catalogue");

    private ImageRows() {}

    /**
     * @param target only there; null: everywhere
     * @param all    whether to show what is rarely asked for
     */
    static Rows of(SortedMap<String, ImageView> images, String target, boolean all) {
        var lines = new ArrayList<List<Object>>();
        images.forEach((key, image) -> {
            if (image.targets().isEmpty()) {
                lines.add(line(image, null, null, image.status(), all));
            }
            shown(image, target)
                    .forEach((name, placement) ->
                            lines.add(line(image, name, placement, status(image, placement, target), all)));
        });
        return new Rows(all ? LONG : SHORT, lines);
    }

    /** Where nobody serves any more what is not there, it is not missed, unless there is nothing else to say. */
    private static SortedMap<String, PlacementView> shown(ImageView image, String target) {
        var shown = new TreeMap<>(image.targets());
        if (target == null) {
            shown.values().removeIf(at -> !at.served() && at.id() == null);
            return shown.isEmpty() ? image.targets() : shown;
        }
        shown.keySet().retainAll(List.of(target));
        return shown;
    }

    /**
     * What nobody serves any more does not count, as long as nobody asks for it.
     *
     * @param asked the target that was asked for; null: none
     */
    static String status(ImageView image, PlacementView at, String asked) {
        boolean counts = asked != null || image.targets().values().stream().anyMatch(PlacementView::served);
        return counts ? at.status() : image.status();
    }

    private static List<Object> line(ImageView image, String target, PlacementView at, String status, boolean all) {
        var line = new ArrayList<Object>();
        line.add(image.key());
        line.add(target);
        line.add(status);
        line.add(at == null ? null : at.id());
        line.add(at == null ? "no target has announced itself yet" : reason(at));
        if (all) {
            line.add(image.spec() == null ? null : image.spec().name());
            line.add(at == null ? null : at.diskFormat());
            line.add(at == null ? null : at.size());
            line.add(at == null ? null : at.updatedAt());
            line.add(at == null ? null : at.retryAt());
            line.add(image.catalogue());
        }
        return Rows.line(line.toArray());
    }

    /** The code and the sentence; null when nothing is wrong. */
    static String reason(PlacementView at) {
        return at.code() == null ? null : at.code() + ": " + at.message();
    }
}
