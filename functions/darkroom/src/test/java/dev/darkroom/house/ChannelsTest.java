package dev.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.darkroom.events.ByteSize;
import dev.darkroom.wire.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The modules' channels: which function reads which topic, and in which consumer group. */
class ChannelsTest {
    private static final Path FUNCTIONS = Path.of("..");
    private static final String SETTINGS = "src/main/resources/META-INF/microprofile-config.properties";
    /** What sets the groups of one registry apart from those of others. */
    private static final String ANY = " of its own";

    private static final Pattern INCOMING = Pattern.compile("mp\\.messaging\\.incoming\\.([^.]+)\\.topic");

    private record Channel(String topic, String group, int atOnce) {}

    private final List<Channel> channels = channels();

    @Test
    void everyChannelIsAnOperationInAsyncapiAndEveryOperationIsAChannel() {
        assertThat(channels.stream().map(channel -> channel.topic() + " " + channel.group()))
                .containsExactlyInAnyOrderElementsOf(described());
    }

    /** What SmallRye takes ahead is decoded in the heap: twice as much as one poll brings. */
    @Test
    void noChannelTakesMoreThanTheHeapHolds() {
        assertThat(channels)
                .allSatisfy(channel -> assertThat(2L * channel.atOnce() * Topics.MAX_MESSAGE_BYTES)
                        .as(channel.group())
                        .isLessThanOrEqualTo(ByteSize.ofMiB(12).bytes()));
    }

    private static List<Channel> channels() {
        var channels = new ArrayList<Channel>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(FUNCTIONS)) {
            for (Path module : modules) {
                Properties settings = read(module.resolve(SETTINGS));
                for (String name : settings.stringPropertyNames()) {
                    Matcher channel = INCOMING.matcher(name);
                    if (channel.matches()) {
                        String prefix = "mp.messaging.incoming." + channel.group(1) + ".";
                        channels.add(new Channel(
                                settings.getProperty(name),
                                settings.getProperty(prefix + "group.id").replace("${dev.darkroom.registry:}", ANY),
                                Integer.parseInt(settings.getProperty(prefix + "max.poll.records", "500"))));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return channels;
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

    private static String group(JsonNode described) {
        return described.has("enum")
                ? described.at("/enum/0").asText()
                : described
                        .get("pattern")
                        .asText()
                        .replace("(\\.[0-9a-f]{8})?", ANY)
                        .replace("\\.", ".")
                        .replaceAll("[$^]", "");
    }

    private static List<String> described() {
        try (InputStream in = ChannelsTest.class.getResourceAsStream("/asyncapi.yaml")) {
            JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(in);
            var described = new ArrayList<String>();
            document.get("operations").forEach(operation -> {
                if (operation.get("action").asText().equals("receive")) {
                    String channel = operation.at("/channel/$ref").asText().substring(1);
                    described.add(document.at(channel + "/address").asText() + " "
                            + group(operation.at("/bindings/kafka/groupId")));
                }
            });
            return described;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
