package dev.darkroom.registry.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.darkroom.events.TargetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is written is read back by what its readers read it with, where that is at hand. */
class RenderingTest {
    private static final String A = "dc6b8a9e-abf6-52d5-93fd-7e919c0ff0dc";
    private static final String B = "ba6d0a2b-5ba5-5f6b-8f30-8b8d1f6cf0a1";
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    private static final Map<String, String> IMAGES =
            Map.of("debian_12", A, "kube-1.34", B, "1.0", A, "2026", B, "no", A, "y", B, "null", A, "on", B, "0x1f", A);
    private static final Map<String, String> WIRING = Map.of("azimuth_caas_workstation_image", A, "True", B);

    /** Names that the rules of catalogues would not let in, should they ever come. */
    private static final Map<String, String> HOSTILE = hostile();

    private static Map<String, String> hostile() {
        var names = new LinkedHashMap<String, String>();
        for (String name : List.of(
                "",
                " ",
                "a b",
                "a: b",
                "a'b",
                "a\"b",
                "a\\",
                "a\nb: c",
                "a\r\nb=c",
                "#a",
                "${a}",
                "%{a}",
                "$(touch x)",
                "`id`",
                "a;b",
                "{{ a }}",
                "\u0000",
                "\u0085",
                "\u2028",
                "\u202e",
                "\u00e4",
                "\ud83d\ude00",
                "!!str",
                "*a",
                "- a",
                "=",
                "a=b",
                "---",
                "infra_community_image_info",
                "community_images_image_ids",
                "image_ids")) {
            names.put(name, A);
        }
        return names;
    }

    @Test
    void jsonIsOneFlatObjectOfEveryName() throws IOException {
        String json = Rendering.JSON.write(ids(IMAGES, HOSTILE));

        assertThat(new ObjectMapper().readTree(json))
                .isEqualTo(tree(ids(IMAGES, HOSTILE).all()));
    }

    @Test
    void yamlIsTheSameObjectAndEveryKeyIsText() throws IOException {
        String yaml = Rendering.YAML.write(ids(IMAGES, HOSTILE));

        assertThat(YAML.readTree(yaml)).isEqualTo(tree(ids(IMAGES, HOSTILE).all()));
        // What a reader of YAML 1.1 would take for another type stands in quotes.
        assertThat(yaml.lines())
                .contains(
                        "\"no\": \"" + A + "\"",
                        "\"y\": \"" + B + "\"",
                        "\"2026\": \"" + B + "\"",
                        "debian_12: \"" + A + "\"");
    }

    @Test
    void ansibleHasTheImagesUnderBothNamesAndEachVariable() throws IOException {
        var expected = new TreeMap<String, Object>(WIRING);
        expected.put("infra_community_image_info", IMAGES);
        expected.put("community_images_image_ids", IMAGES);

        assertThat(YAML.readTree(Rendering.ANSIBLE.write(ids(IMAGES, WIRING)))).isEqualTo(tree(expected));
    }

    /** Ansible's reader takes such names for true, false and nothing, where they stand without quotes. */
    @Test
    void ansibleFindsVariablesWhateverTheirNames() {
        Map<String, String> wiring = Map.of("on", A, "Yes", A, "no", B, "y", B, "true", A, "null", B, "off", A, "v", A);

        Object read =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Rendering.ANSIBLE.write(ids(IMAGES, wiring)));

        var expected = new HashMap<String, Object>(wiring);
        expected.put("infra_community_image_info", IMAGES);
        expected.put("community_images_image_ids", IMAGES);
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void ansibleLeavesOutWhatCannotBeAVariable() throws IOException {
        String text = Rendering.ANSIBLE.write(ids(IMAGES, HOSTILE));

        assertThat(YAML.readTree(text))
                .isEqualTo(tree(Map.of(
                        "infra_community_image_info", IMAGES, "community_images_image_ids", IMAGES, "image_ids", A)));
        assertThat(text).contains("# left out, because it cannot be a variable's name here: \"a\\u000ab: c\"\n");
    }

    @Test
    void tfvarsAreAssignmentsOfAMapAndOfEachVariable() {
        String text = Rendering.TFVARS.write(ids(IMAGES, WIRING));

        var map = new TreeMap<String, String>();
        var variables = new TreeMap<String, String>();
        for (String line : text.split("\n", -1)) {
            var entry =
                    Pattern.compile("  \"([a-z0-9_.-]+)\" = \"([0-9a-f-]+)\"").matcher(line);
            var variable = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*) = \"([0-9a-f-]+)\"")
                    .matcher(line);
            if (entry.matches()) {
                map.put(entry.group(1), entry.group(2));
            } else if (variable.matches()) {
                variables.put(variable.group(1), variable.group(2));
            } else {
                assertThat(line).isIn("image_ids = {", "}", "");
            }
        }
        assertThat(map).isEqualTo(IMAGES);
        assertThat(variables).isEqualTo(WIRING);
    }

    @Test
    void tfvarsLeaveOutWhatCannotBeAVariable() {
        String text = Rendering.TFVARS.write(ids(Map.of(), HOSTILE));

        assertThat(text.lines().filter(line -> !line.startsWith("# left out")))
                .containsExactly(
                        "image_ids = {",
                        "}",
                        "community_images_image_ids = \"" + A + "\"",
                        "infra_community_image_info = \"" + A + "\"");
        assertThat(text).contains("\"image_ids\"").doesNotContain("\u202e", "\u0000");
    }

    @Test
    void envIsReadByAShellAndRunsNothing(@TempDir Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("images.env");
        Files.writeString(file, Rendering.ENV.write(ids(IMAGES, HOSTILE)));

        Map<String, String> read = sourced("/bin/sh", file);

        assertThat(read)
                .containsEntry("DEBIAN_12", A)
                .containsEntry("KUBE_1_34", B)
                .containsEntry("_1_0", A)
                .containsEntry("_2026", B)
                .containsEntry("NULL", A)
                .containsEntry("IMAGE_IDS", A);
        assertThat(directory.resolve("x")).doesNotExist();
    }

    /** As {@code docker run --env-file} reads it, and what is appended to {@code $GITHUB_ENV}. */
    @Test
    void envIsReadByThoseWhoKnowNoQuotes() {
        Map<String, String> read = Rendering.ENV
                .write(ids(IMAGES, HOSTILE))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(line -> line.split("=", 2)[0], line -> line.split("=", 2)[1]));

        assertThat(read)
                .containsEntry("DEBIAN_12", A)
                .containsEntry("KUBE_1_34", B)
                .allSatisfy((name, id) -> {
                    assertThat(name).matches("[A-Z_][A-Z0-9_]*");
                    assertThat(id).isIn(A, B);
                });
    }

    @Test
    void envLeavesOutNamesThatWouldBecomeOne() {
        String text = Rendering.ENV.write(ids(Map.of("kube-1.34", A, "kube_1_34", B, "other", A), Map.of()));

        assertThat(text)
                .isEqualTo("# left out, because these would have one name: [kube-1.34, kube_1_34]\nOTHER=" + A + "\n");
    }

    @Test
    void envWritesNamesThatBecomeOneWhereTheyAreOneImage() {
        Ids ids = ids(Map.of("kube-1.34", A, "kube_1_34", A), Map.of("KUBE_1_34", A));

        assertThat(Rendering.ENV.write(ids)).isEqualTo("KUBE_1_34=" + A + "\n");
        assertThat(Rendering.ENV.fit(ids, Set.of("kube-1.34")).missing()).isEmpty();
    }

    /** Whoever asks by name relies on it: a comment in the answer is read by nobody. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSON    |",
                "YAML    |",
                "ENV     | IFS, ansible_host, kube-1.34, kube_1_34",
                "ANSIBLE | ansible_host",
                "TFVARS  | image_ids",
            })
    void whatIsAskedForAndLeftOutIsMissing(Rendering rendering, String missing) {
        Ids ids = ids(
                Map.of("kube-1.34", A, "kube_1_34", B, "hosts", A, "path", A),
                Map.of("ansible_host", A, "image_ids", A, "IFS", B, "hosts", A));
        Set<String> asked = Set.of("kube-1.34", "kube_1_34", "hosts", "ansible_host", "image_ids", "IFS");

        assertThat(String.join(", ", rendering.fit(ids, asked).missing())).isEqualTo(missing == null ? "" : missing);
        assertThat(rendering.fit(ids, Set.of())).as("asked for all").isEqualTo(ids);
    }

    @Test
    void namesOfTheReadersOwnAreLeftOut() {
        Ids ids = ids(
                Map.of("path", A, "ld_preload", A, "bash_env", A, "bashful", B),
                Map.of("role_web_image", A, "ansible_host", A, "IFS", B));

        assertThat(Rendering.ENV.write(ids).lines().filter(line -> !line.startsWith("# left out")))
                .containsExactly("BASHFUL=" + B, "ROLE_WEB_IMAGE=" + A);
        assertThat(Rendering.ANSIBLE.write(ids))
                .contains("# left out")
                .doesNotContain("\nansible_host")
                .contains("\nrole_web_image: ");
        assertThat(Rendering.TFVARS.write(ids)).contains("\nansible_host = ");
    }

    /** To some of a shell's own variables it assigns nothing but numbers, and ends. */
    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void envEndsNoShell(String shell, @TempDir Path directory) throws IOException, InterruptedException {
        var names = new HashMap<String, String>();
        Stream.of("image OPTIND opterr RANDOM SRANDOM HISTCMD LINENO SECONDS EPOCHSECONDS BASHPID POSIXLY_CORRECT"
                        .split(" "))
                .forEach(name -> names.put(name, A));
        Path file = directory.resolve("images.env");
        Files.writeString(file, Rendering.ENV.write(ids(names, Map.of())));

        assertThat(sourced(shell, file)).containsEntry("IMAGE", A).doesNotContainKey("POSIXLY_CORRECT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https_proxy",
                "no_proxy",
                "OS_AUTH_URL",
                "os_cloud",
                "GIT_SSH_COMMAND",
                "SSH_ASKPASS",
                "kubeconfig",
                "PYTHONPATH",
                "PERL5OPT",
                "RUBYOPT",
                "NODE_OPTIONS",
                "JAVA_TOOL_OPTIONS",
                "_JAVA_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "MAVEN_OPTS",
                "SSL_CERT_FILE",
                "CURL_CA_BUNDLE",
                "AWS_ENDPOINT_URL",
                "ANSIBLE_CONFIG",
                "TF_CLI_ARGS",
                "docker-host",
                "DARKROOM_REGISTRY",
                "GITHUB_ENV",
                "github_output",
            })
    void whatProgramsReadFromTheEnvironmentIsLeftOut(String name) {
        assertThat(Rendering.ENV.write(ids(Map.of(), Map.of(name, A))))
                .isEqualTo("# left out, because it cannot be a variable's name here: " + name + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TF_VAR_IMAGE",
                "KUBE_IMAGE_ID",
                "NODE_IMAGE",
                "DOCKER_IMAGE",
                "SQUID_PROXY",
                "OSISM",
                "GITHUB_RUNNER_IMAGE",
                "RANDOM_IMAGE",
                "DEBIAN_OS"
            })
    void otherNamesThatBeginLikeTheirsAreWritten(String name) {
        assertThat(Rendering.ENV.write(ids(Map.of(), Map.of(name, A)))).isEqualTo(name + "=" + A + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lookup", "query", "q", "range", "now", "undef", "dict", "namespace"})
    void whatTemplatesOfAnsibleCallIsLeftOutThere(String name) {
        Ids ids = ids(Map.of(), Map.of(name, A));

        assertThat(Rendering.ANSIBLE.write(ids))
                .contains("# left out", "\"" + name + "\"")
                .doesNotContain(name + ": ");
        assertThat(Rendering.TFVARS.write(ids)).contains("\n" + name + " = ");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsWrittenAsNothing(Rendering rendering) throws IOException {
        String text = rendering.write(ids(Map.of(), Map.of()));

        switch (rendering) {
            case JSON, YAML -> assertThat(YAML.readTree(text)).isEqualTo(tree(Map.of()));
            case ANSIBLE ->
                assertThat(YAML.readTree(text))
                        .isEqualTo(tree(Map.of(
                                "infra_community_image_info", Map.of(), "community_images_image_ids", Map.of())));
            case TFVARS -> assertThat(text).isEqualTo("image_ids = {\n}\n");
            case ENV -> assertThat(text).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsLabel(Rendering rendering) {
        assertThat(Rendering.of(rendering.label())).isEqualTo(rendering);
        assertThat(rendering.mediaType()).matches("(application|text)/[a-z]+");
    }

    @Test
    void anUnknownFormIsRefusedWithTheFormsThereAre() {
        assertThatThrownBy(() -> Rendering.of("xml\n"))
                .isInstanceOf(QueryException.class)
                .hasMessage("format must be one of json, yaml, ansible, tfvars, env but is \"xml\\u000a\"")
                .extracting(e -> ((QueryException) e).refusal())
                .isEqualTo(Refusal.QUESTION_INVALID);
    }

    private static Ids ids(Map<String, String> images, Map<String, String> variables) {
        return new Ids(
                new TargetName("cloud"),
                new TreeMap<>(images),
                new TreeMap<>(variables),
                List.of(),
                List.of(),
                List.of());
    }

    private static Object tree(Map<String, ?> map) {
        return new ObjectMapper().valueToTree(map);
    }

    /** The variables that a shell has after it has read the file, and nothing of its own. */
    private static Map<String, String> sourced(String shell, Path file) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(shell, "-eu", "-c", "set -a; . ./images.env; exec env")
                .directory(file.getParent().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        var variables = new TreeMap<String, String>();
        output.lines().forEach(line -> variables.put(line.replaceFirst("=.*", ""), line.replaceFirst("^[^=]*=", "")));
        return variables;
    }
}
