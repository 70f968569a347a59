package dev.darkroom.cli.document;

import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.MergeTrees;
import dev.darkroom.registry.catalogue.Suggestion;
import dev.darkroom.registry.catalogue.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a document into a tree that knows its lines. A plain scalar is null, true, false or a whole number where it is
 * written in the one form that comes out again as it went in; anything else ({@code 24.04}, {@code 010}, {@code on}, {@code
 * 2026-01-08}) stays the text that its author wrote. Anchors, aliases and {@code <<} are followed.
 */
final class ReadYaml {
    /** More than any catalogue has, and far less than an alias of aliases can become. */
    static final int MOST_VALUES = 250_000;

    private static final Set<String> OTHER_NULLS = Set.of("~", "Null", "NULL");
    private static final Set<String> NULLS = Set.of("", "null", "~", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "false");
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    /** A key of YAML 1.1, which YAML 1.2 has given up and people have not. */
    private static final String MERGE = "<<";

    private static final Set<Tag> KNOWN_TAGS =
            Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT);

    private final String file;
    private final Mistakes mistakes;
    private int values;
    private int nesting;

    ReadYaml(String file, Mistakes mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /** @throws UnreadableDocumentException when it can be read no further; what can be read past is among the mistakes */
    Document read(String text, boolean listed) throws UnreadableDocumentException {
        MappingNode root = ComposeYaml.compose(text);
        boolean azimuth = root.getValue().stream().anyMatch(ReadYaml::isOfAzimuth);
        if (azimuth) {
            new StraySections(root)
                    .forEach((section, line) -> lost(
                            new Spot(file, line, section, null, 1),
                            section
                                    + " is not read in an Azimuth variables file: keep it in a document of its own that includes"
                                    + " this one"));
            root.getValue().removeIf(tuple -> !isRead(tuple));
        }
        return new Document(file, listed, azimuth, fields(root, new Spot(file, line(root), null, null, 0)));
    }

    private static boolean isOfAzimuth(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key && AzimuthVariables.isOne(key.getValue());
    }

    /** Of an Azimuth variables file: its hundreds of other variables are not ours to judge. */
    private boolean isRead(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            return false;
        }
        String name = key.getValue();
        if (isMerge(key)) {
            lost(
                    new Spot(file, line(key), null, null, 1),
                    "<< is not followed at the top of an Azimuth variables file: write the variables themselves");
        }
        if (!AzimuthVariables.isOne(name)) {
            return name.equals(ReadCatalogue.NAME) && tuple.getValueNode() instanceof ScalarNode;
        }
        AzimuthVariables.meant(name)
                .ifPresent(meant -> lost(
                        new Spot(file, line(key), UrlSecrets.clean(name), null, 1),
                        "there is no variable " + UrlSecrets.quote(name) + Suggestion.hint(meant)));
        return AzimuthVariables.isRead(name);
    }

    private Tree tree(Node node, Spot spot) throws UnreadableDocumentException {
        nesting++;
        try {
            return bounded(node, spot);
        } finally {
            nesting--;
        }
    }

    private Tree bounded(Node node, Spot spot) throws UnreadableDocumentException {
        if (++values > MOST_VALUES || nesting > ComposeYaml.DEPTH) {
            throw new UnreadableDocumentException(
                    line(node),
                    "the document becomes too large or too deep here (" + MOST_VALUES + " values, " + ComposeYaml.DEPTH
                            + " levels): an alias refers to itself, or aliases multiply");
        }
        if (!KNOWN_TAGS.contains(node.getTag())) {
            wrong(
                    spot,
                    "the tag " + UrlSecrets.quote(node.getTag().getValue()) + " is not read: write the value itself");
        }
        return switch (node) {
            case MappingNode mapping -> fields(mapping, spot);
            case SequenceNode sequence -> {
                var items = new ArrayList<Tree>();
                for (Node item : sequence.getValue()) {
                    items.add(tree(item, spot.at(line(item))));
                }
                yield new Tree.Items(items, spot.place());
            }
            case ScalarNode scalar -> new Tree.Scalar(value(scalar), spot.place());
            default -> throw new UnreadableDocumentException(line(node), "the document has a node of an unknown kind");
        };
    }

    private Tree.Fields fields(MappingNode mapping, Spot spot) throws UnreadableDocumentException {
        var fields = new LinkedHashMap<String, Tree>();
        var lines = new HashMap<String, Integer>();
        var inherited = new ArrayList<Tree.Fields>();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                wrong(spot.at(line), "a key must be text, not a list or a mapping");
                unsureAtTheTop(spot);
                continue;
            }
            if (isMerge(key)) {
                Integer earlier = lines.putIfAbsent(MERGE, line);
                if (earlier != null) {
                    wrong(
                            spot.at(line),
                            "<< stands twice, on line " + earlier + " and on line " + line
                                    + ": name all mappings in one, the strongest first, as in <<: [*a, *b]");
                    unsureAtTheTop(spot);
                }
                inherited.addAll(inherited(tuple.getValueNode(), spot.at(line)));
                continue;
            }
            String name = key.getValue();
            Spot below = spot.field(name, line);
            Tree value = tree(tuple.getValueNode(), below);
            if (spot.pointers() && Tree.isNull(value) && !isWritten(tuple.getValueNode())) {
                wrong(below, "has no value: name what it points at, or write null to take it away");
            }
            Integer earlier = lines.putIfAbsent(name, line);
            if (earlier != null) {
                wrong(
                        below,
                        UrlSecrets.quote(name) + " stands twice, on line " + earlier + " and on line " + line
                                + ": remove one");
            }
            fields.merge(name, value, (first, second) -> spot.depth() == 0 ? MergeTrees.over(first, second) : first);
        }
        inherited.forEach(each -> each.fields().forEach(fields::putIfAbsent));
        return new Tree.Fields(fields, spot.place());
    }

    private static boolean isMerge(ScalarNode key) {
        return key.isPlain() && key.getValue().equals(MERGE);
    }

    /** What {@code <<} names, the strongest first. */
    private List<Tree.Fields> inherited(Node node, Spot spot) throws UnreadableDocumentException {
        var inherited = new ArrayList<Tree.Fields>();
        for (Node each : node instanceof SequenceNode list ? list.getValue() : List.of(node)) {
            if (tree(each, spot) instanceof Tree.Fields fields) {
                inherited.add(fields);
            } else {
                wrong(spot, "<< must name a mapping, or a list of mappings");
                unsureAtTheTop(spot);
            }
        }
        return inherited;
    }

    /** A value that somebody has forgotten is read as null, too. */
    private static boolean isWritten(Node node) {
        return node instanceof ScalarNode scalar && !scalar.getValue().isEmpty();
    }

    private static Object value(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        // A tag that somebody has written makes nothing of a text that it isn't: "!!bool yes" is no false.
        boolean isNull = tag.equals(Tag.NULL) ? NULLS.contains(text) : scalar.isPlain() && OTHER_NULLS.contains(text);
        if (isNull) {
            return null;
        }
        if (tag.equals(Tag.BOOL) && BOOLEANS.contains(text)) {
            return Boolean.valueOf(text);
        }
        return tag.equals(Tag.INT) && WHOLE.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
    }

    private void wrong(Spot spot, String message) {
        mistakes.add(spot.place(), spot.field(), message);
    }

    private void lost(Spot spot, String message) {
        wrong(spot, message);
        mistakes.markNothingSure();
    }

    /** There it may be a section; anything below spoils its own entry. */
    private void unsureAtTheTop(Spot spot) {
        if (spot.depth() == 0) {
            mistakes.markNothingSure();
        }
    }

    static int line(Node node) {
        return node.getStartMark().map(ComposeYaml::line).orElse(0);
    }
}
