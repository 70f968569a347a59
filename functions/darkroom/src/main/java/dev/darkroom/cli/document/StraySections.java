package dev.darkroom.cli.document;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A catalogue's own sections in an Azimuth variables file, where they are not read. An inventory has variables of such names
 * for other purposes, which are not ours to judge: only what must be meant for a catalogue is found.
 */
final class StraySections {
    private static final Set<String> OF_AN_IMAGE = Set.of("source_url", "local_file_path");
    private static final Set<String> OF_DEFAULTS = Set.of(
            "visibility", "container_format", "disk_format", "source_disk_format", "checksum_allow_weak", "share_with");

    private final MappingNode root;
    private final Set<String> keys = new HashSet<>();

    StraySections(MappingNode root) {
        this.root = root;
        root.getValue().stream()
                .filter(tuple -> AzimuthVariables.haveImages(text(tuple.getKeyNode())))
                .forEach(tuple -> fields(tuple.getValueNode()).forEach(image -> keys.add(text(image.getKeyNode()))));
    }

    /** @param action takes the name of the section, and its line */
    void forEach(BiConsumer<String, Integer> action) {
        for (NodeTuple tuple : root.getValue()) {
            String name = text(tuple.getKeyNode());
            if (isOurs(name, tuple.getValueNode())) {
                action.accept(name, ReadYaml.line(tuple.getKeyNode()));
            }
        }
    }

    private boolean isOurs(String name, Node value) {
        return switch (name) {
            case "images" ->
                fields(value).stream().anyMatch(each -> keys.contains(text(each.getKeyNode())))
                        || values(value).stream().anyMatch(each -> hasField(each, OF_AN_IMAGE::contains));
            case "defaults" -> hasField(value, OF_DEFAULTS::contains);
            case "aliases", "wiring" -> values(value).stream().anyMatch(each -> keys.contains(text(each)));
            case "include" ->
                (value instanceof ScalarNode ? List.of(value) : values(value))
                        .stream().anyMatch(each -> Locations.isDocument(text(each)));
            default -> false;
        };
    }

    private static boolean hasField(Node value, Predicate<String> name) {
        return fields(value).stream().anyMatch(each -> name.test(text(each.getKeyNode())));
    }

    private static List<NodeTuple> fields(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    /** Of a mapping or a list. */
    private static List<Node> values(Node node) {
        return switch (node) {
            case MappingNode mapping ->
                mapping.getValue().stream().map(NodeTuple::getValueNode).toList();
            case SequenceNode list -> list.getValue();
            default -> List.of();
        };
    }

    /** Empty when it is not text. */
    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
