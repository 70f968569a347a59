package dev.darkroom.registry.document;

import dev.darkroom.registry.catalogue.Shown;
import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Takes the text of a YAML or JSON document apart into nodes. Nothing is constructed: tags run no code. */
final class ComposeYaml {
    /** How deep values may lie in each other; catalogues need four. */
    static final int DEPTH = 32;

    private static final int ALIASES = 10_000;

    private ComposeYaml() {}

    static MappingNode compose(String text) throws UnreadableDocumentException {
        var options = new LoaderOptions();
        options.setCodePointLimit(DocumentSource.LARGEST);
        options.setNestingDepthLimit(DEPTH);
        options.setMaxAliasesForCollections(ALIASES);
        try {
            Node root = new Yaml(options).compose(new StringReader(withoutTabs(text)));
            if (root instanceof MappingNode mapping) {
                return mapping;
            }
            throw new UnreadableDocumentException(
                    root == null ? 0 : 1,
                    root == null
                            ? "the document is empty: it must have images (key to fields)"
                            : "the document must be a mapping with images (key to fields), not a list and not text");
        } catch (MarkedYAMLException e) {
            Mark mark = Optional.ofNullable(e.getProblemMark()).orElse(e.getContextMark());
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw new UnreadableDocumentException(
                    mark == null ? 0 : mark.getLine() + 1, unreadable(context + e.getProblem()));
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.substring(0, Math.min(e.getPosition(), text.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new UnreadableDocumentException(line, unreadable("it has a control character"));
        } catch (YAMLException e) {
            throw new UnreadableDocumentException(0, unreadable(e.getMessage()));
        }
    }

    private static String unreadable(String reason) {
        return "the document cannot be read as YAML or JSON: " + Shown.clean(reason);
    }

    /** JSON may be indented with tabs, YAML may not; JSON has no tab that means anything. */
    private static String withoutTabs(String text) {
        return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
    }
}
