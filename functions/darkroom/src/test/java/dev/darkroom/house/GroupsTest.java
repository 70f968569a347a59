package dev.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which function reads which topic, in which consumer group: asyncapi.yaml says what the modules' channels do. */
class GroupsTest {
    private static final Path FUNCTIONS = Path.of("..");
    private static final String SETTINGS = "src/main/resources/META-INF/microprofile-config.properties";
    private static final Pattern INCOMING = Pattern.compile("mp\\.messaging\\.incoming\\.([^.]+)\\.topic");
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{[^:}]+:([^}]*)}");

    @Test
    void everyChannelOfTheModulesIsAnOperationAndEveryOperationIsAChannel() throws IOException {
        assertThat(described()).isEqualTo(configured());
    }

    /** Topic and group of each incoming channel. */
    private static Set<String> configured() throws IOException {
        var configured = new TreeSet<String>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(FUNCTIONS)) {
            for (Path module : modules) {
                Properties settings = read(module.resolve(SETTINGS));
                for (String name : settings.stringPropertyNames()) {
                    Matcher channel = INCOMING.matcher(name);
                    if (channel.matches()) {
                        String group = settings.getProperty("mp.messaging.incoming." + channel.group(1) + ".group.id");
                        configured.add(settings.getProperty(name) + " "
                                + DEFAULT.matcher(group).replaceAll("$1"));
                    }
                }
            }
        }
        return configured;
    }

    private static Properties read(Path file) throws IOException {
        var settings = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                settings.load(in);
            }
        }
        return settings;
    }

    private static Set<String> described() throws IOException {
        try (InputStream in = GroupsTest.class.getResourceAsStream("/asyncapi.yaml")) {
            JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(in);
            var described = new TreeSet<String>();
            document.get("operations").forEach(operation -> {
                if (operation.get("action").asText().equals("receive")) {
                    String channel = operation.at("/channel/$ref").asText().substring(1);
                    JsonNode group = operation.at("/bindings/kafka/groupId");
                    described.add(document.at(channel + "/address").asText() + " "
                            + group.path("default").asText(group.at("/enum/0").asText()));
                }
            });
            return described;
        }
    }
}
