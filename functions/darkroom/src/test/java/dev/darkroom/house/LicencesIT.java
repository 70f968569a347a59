package dev.darkroom.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the application is made of, as its bill of materials says, and whether it may be shipped. */
class LicencesIT {
    private static final Path APPLICATION = Path.of("target/quarkus-app");
    private static final Path ALLOWED = Path.of("../../infra/build/allowed-licences.txt");

    private final JsonNode components = read(APPLICATION.resolve("bom.json")).get("components");

    @Test
    void everyJarIsInTheBillOfMaterials() throws IOException {
        var missing = new TreeSet<String>();
        for (String directory : List.of("lib/main", "lib/boot", "app")) {
            Path jars = APPLICATION.resolve(directory);
            try (Stream<Path> files = Files.isDirectory(jars) ? Files.list(jars) : Stream.empty()) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".jar"))
                        .forEach(missing::add);
            }
        }
        assertThat(missing).hasSizeGreaterThan(200);

        components.forEach(each -> missing.remove(jar(each)));
        missing.removeIf(name -> name.matches("darkroom-.*\\.jar")); // Ours: what the bill is of.

        assertThat(missing).as("jars that bom.json does not name").isEmpty();
    }

    @Test
    void everyLicenceIsAllowed() throws IOException {
        Set<String> allowed = Files.readAllLines(ALLOWED).stream()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toSet());
        var refused = new TreeSet<String>();
        components.forEach(each -> {
            Set<String> licences = licences(each);
            if (licences.stream().noneMatch(allowed::contains)) {
                refused.add(each.get("purl").asText() + " " + licences);
            }
        });

        assertThat(refused)
                .as(
                        "dependencies without a licence of %s: replace them, or add the licence when it allows to ship",
                        ALLOWED)
                .isEmpty();
    }

    private static Set<String> licences(JsonNode component) {
        var licences = new TreeSet<String>();
        component
                .path("licenses")
                .forEach(each -> Stream.of("/license/id", "/license/name", "/expression")
                        .map(each::at)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                        .forEach(licences::add));
        return licences;
    }

    private static String jar(JsonNode component) {
        return component.path("group").asText() + "." + component.get("name").asText() + "-"
                + component.get("version").asText() + ".jar";
    }

    private static JsonNode read(Path file) {
        assertThat(file)
                .as("the bill of materials; the plugin that makes it does not run in Maven's offline mode (-o)")
                .exists();
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
