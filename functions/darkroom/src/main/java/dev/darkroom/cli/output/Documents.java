package dev.darkroom.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.darkroom.registry.query.YamlNames;

/** Answers as JSON and YAML, which every reader takes for the same texts; headings and keys stand as they are. */
final class Documents {
    private Documents() {}

    /** @param indented whether it is for people */
    static String json(Object tree, boolean indented) {
        ObjectMapper mapper = JsonMapper.builder().build();
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        return write(indented ? mapper.writer(printer) : mapper.writer(), tree) + "\n";
    }

    static String yaml(Object tree) {
        var yaml = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .stringQuotingChecker(new QuoteNames())
                .build();
        return write(YAMLMapper.builder(yaml).build().writer(), tree);
    }

    /** Of values, every text is quoted anyway. */
    private static final class QuoteNames extends StringQuotingChecker {
        private static final long serialVersionUID = 1;

        @Override
        public boolean needToQuoteName(String name) {
            return !YamlNames.isPlain(name);
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return true;
        }
    }

    private static String write(ObjectWriter writer, Object tree) {
        try {
            return writer.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and scalars could not be written", e);
        }
    }
}
