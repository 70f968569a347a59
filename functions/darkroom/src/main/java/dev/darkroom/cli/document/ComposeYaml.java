package dev.darkroom.cli.document;

import dev.darkroom.events.UrlSecrets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Takes the text of a YAML 1.2 or JSON document apart into nodes. Nothing is constructed: tags run no code. */
final class ComposeYaml {
    /** How deep values may lie in each other; catalogues need four. */
    static final int DEPTH = 32;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private ComposeYaml() {}

    static MappingNode compose(String document) throws UnreadableDocumentException {
        String text = withoutTabs(document);
        LoadSettings settings = settings(text);
        try {
            requireFlat(settings, text);
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw new UnreadableDocumentException(0, "the document is empty: it must have images (key to fields)");
            }
            if (root.get() instanceof MappingNode mapping) {
                return mapping;
            }
            throw new UnreadableDocumentException(
                    1, "the document must be a mapping with images (key to fields), not a list and not text");
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw unreadable(mark.map(ComposeYaml::line).orElse(0), context + e.getProblem());
        } catch (ReaderException e) {
            long lines = text.codePoints()
                    .limit(e.getPosition())
                    .filter(c -> c == '\n')
                    .count();
            throw unreadable(Math.toIntExact(lines) + 1, "it has a control character");
        } catch (YamlEngineException e) {
            throw unreadable(0, e.getMessage());
        }
    }

    private static LoadSettings settings(String text) {
        return LoadSettings.builder()
                // Not the core schema: it merges << while it composes, and takes for ever when merges multiply.
                .setSchema(new JsonSchema())
                .setCodePointLimit(DocumentSource.LARGEST)
                .setMaxAliasesForCollections(10_000)
                // Both are complained of later, with their places.
                .setAllowDuplicateKeys(true)
                .setAllowNonScalarKeys(true)
                // All of it at once: a smaller buffer is copied again and again while a long text is scanned.
                .setBufferSize(text.length() + 1)
                .build();
    }

    /** The composer goes down one frame of the stack for each level; what only counts them can be asked before. */
    private static void requireFlat(LoadSettings settings, String text) throws UnreadableDocumentException {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEPTH) {
                throw new UnreadableDocumentException(
                        event.getStartMark().map(ComposeYaml::line).orElse(0),
                        "the document is too deep here: it has more than " + DEPTH + " levels");
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
    }

    /** JSON may be indented with tabs, YAML may not; in JSON no tab means anything. */
    private static String withoutTabs(String text) {
        String unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return unmarked.stripLeading().startsWith("{") ? unmarked.replace('\t', ' ') : unmarked;
    }

    /** From 1. */
    static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static UnreadableDocumentException unreadable(int line, String reason) {
        return new UnreadableDocumentException(
                line, "the document cannot be read as YAML or JSON: " + UrlSecrets.clean(reason));
    }
}
