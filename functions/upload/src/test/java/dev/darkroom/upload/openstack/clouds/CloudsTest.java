package dev.darkroom.upload.openstack.clouds;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.testing.Failures;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where clouds are found, and which file counts. What their fields mean is {@link CloudEntryTest}'s. */
class CloudsTest {
    private static final String GOOD = """
            clouds:
              images:
                auth_type: v3applicationcredential
                auth: {auth_url: "https://keystone.example.org", application_credential_id: abc}
                region_name: RegionOne
            """;

    @TempDir
    private Path directory;

    private Path work;
    private Path home;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void directories() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        home = Files.createDirectory(directory.resolve("home"));
        Files.createDirectories(home.resolve(".config/openstack"));
    }

    @Test
    void secretsOfSecureYamlAreMergedIntoTheCloud() throws IOException {
        write(home.resolve(".config/openstack/clouds.yaml"), GOOD);
        write(
                home.resolve(".config/openstack/secure.yaml"),
                "clouds: {images: {auth: {application_credential_secret: hush}}, other: {}}");

        CloudSettings settings = cloud("images");

        assertThat(settings)
                .isEqualTo(new CloudSettings(
                        "images",
                        URI.create("https://keystone.example.org/v3"),
                        new Login.ApplicationCredential("abc", null, null, new Secret("hush")),
                        Optional.of("RegionOne"),
                        "public",
                        true,
                        Optional.empty(),
                        Optional.empty()));
        assertThat(settings.toString()).doesNotContain("hush");
    }

    @Test
    void theFirstFileFoundCountsAndNoOtherIsRead() throws IOException {
        environment.put("OS_CLIENT_CONFIG_FILE", "mine.yaml");
        environment.put(
                "OS_CLIENT_SECURE_FILE", directory.resolve("hidden.yaml").toString());
        write(home.resolve(".config/openstack/clouds.yaml"), GOOD.replace("RegionOne", "home"));
        write(directory.resolve("hidden.yaml"), "clouds: {images: {auth: {application_credential_secret: hush}}}");

        assertThat(cloud("images").region()).contains("home");
        write(work.resolve("clouds.yml"), GOOD.replace("RegionOne", "work"));
        assertThat(cloud("images").region()).contains("work");
        write(work.resolve("mine.yaml"), GOOD.replace("RegionOne", "mine"));
        assertThat(cloud("images").region()).contains("mine");
        write(work.resolve("mine.yaml"), "clouds: {}");
        assertThat(failure("images")).hasMessageContaining("mine.yaml");
    }

    @Test
    void plainVariablesMakeACloudOfTheirOwn() {
        environment.putAll(Map.of(
                "OS_AUTH_URL", "http://keystone.example.org:5000/v3/",
                "OS_USERNAME", "uploader",
                "OS_PASSWORD", "hush",
                "OS_PROJECT_NAME", "images",
                "OS_USER_DOMAIN_NAME", "Users",
                "OS_PROJECT_DOMAIN_ID", "projects",
                "OS_INTERFACE", "internal",
                "OS_CLOUD", "ignored-here",
                "PATH", "/bin"));

        CloudSettings settings = cloud("envvars");

        assertThat(settings.authUrl()).hasToString("http://keystone.example.org:5000/v3");
        assertThat(settings.facing()).isEqualTo("internal");
        assertThat(settings.login())
                .isEqualTo(new Login.Password(
                        new Login.User(null, "uploader", new Login.Domain(null, "Users")),
                        new Secret("hush"),
                        new Login.Project(null, "images", new Login.Domain("projects", null))));
    }

    @Test
    void profilesOfCloudsPublicYamlLieBeneathTheCloud() throws IOException {
        write(
                work.resolve("clouds.yaml"),
                "clouds: {images: {profile: vendor, region_name: mine, auth: {username: u, password: p, project_name: q}}}");
        write(
                work.resolve("clouds-public.yaml"),
                "public-clouds: {vendor: {region_name: theirs, auth: {auth_url: 'https://vendor.example.org/identity/v2.0'}}}");

        assertThat(cloud("images").authUrl()).hasToString("https://vendor.example.org/identity/v3");
        assertThat(cloud("images").region()).contains("mine");
    }

    /** Java says {@code ?} of a user without a name, which would be a directory here. */
    @Test
    void whoHasNoHomeHasNoCloudsThere() throws IOException {
        home = null;

        assertThat(failure("images"))
                .hasMessageContaining("looked for at " + work.resolve("clouds.yaml") + ", /etc/openstack/clouds.yaml)");
        write(work.resolve("clouds.yaml"), GOOD);
        write(
                work.resolve("secure.yaml"),
                "clouds: {images: {auth: {application_credential_secret: hush}, cacert: ~/ca.pem}}");
        assertThat(failure("images")).hasMessageContaining("this user has no home directory for the ~ of \"~/ca.pem\"");
    }

    @Test
    void anchorsAndMergeKeysWork() throws IOException {
        write(work.resolve("clouds.yaml"), """
                clouds:
                  one: &one
                    auth: &auth {auth_url: "http://k.example.org/v3", username: u, password: p, project_id: a}
                    region_name: R
                  two:
                    <<: *one
                    auth: {<<: *auth, project_id: b}
                """);

        assertThat(cloud("two").region()).contains("R");
        assertThat(cloud("two").login()).extracting("project.id").isEqualTo("b");
    }

    @Test
    void anUnknownCloudIsSaidWithTheFileAndTheCloudsThereAre() throws IOException {
        write(work.resolve("clouds.yaml"), "clouds: {b: {}, a: {}}");
        environment.put("OS_USERNAME", "x");

        assertThat(failure("imges"))
                .hasMessage(
                        "there is no cloud \"imges\" in " + work.resolve("clouds.yaml") + "; there is a, b, envvars");
    }

    @Test
    void withoutAnyFileThePlacesAreNamed() {
        assertThat(failure("images"))
                .hasMessageContaining("there is no cloud \"images\"")
                .hasMessageContaining(work.resolve("clouds.yaml") + ", ")
                .hasMessageContaining("/etc/openstack/clouds.yaml")
                .hasMessageContaining("nor any OS_* variable");
        assertThat(failure("envvars")).hasMessageContaining("there is no cloud \"envvars\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clouds: {a: ]                          | is not YAML: line 1
            clouds: {a: &x {b: *y}}                | is not YAML: line 1
            other: {}                              | must have a mapping clouds: at its top
            clouds: [a]                            | must have a mapping clouds: at its top
            clouds: {images: 7}                    | cloud "images" must be a mapping
            clouds: {images: !!java.net.URL ['x']} | is not YAML
            """)
    void aFileThatIsNoCloudsYamlIsNamed(String text, String message) throws IOException {
        write(work.resolve("clouds.yaml"), text + "\n");

        assertThat(failure("images"))
                .hasMessageContaining(work.resolve("clouds.yaml").toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{password: canary: x]", "*canary", "!canary", "!!canary", "'canary' canary", "canary: x"})
    void aBrokenLineIsNotQuotedSinceItMayHoldAPassword(String password) throws IOException {
        String broken = "clouds:\n  images:\n    auth:\n      password: " + password + "\n";
        write(work.resolve("clouds.yaml"), broken);
        assertThat(failure("images")).satisfies(CloudsTest::namesTheLineAlone);

        write(work.resolve("clouds.yaml"), GOOD);
        write(work.resolve("secure.yaml"), broken);
        assertThat(failure("images")).satisfies(CloudsTest::namesTheLineAlone);
    }

    private static void namesTheLineAlone(Throwable failure) {
        assertThat(failure)
                .hasMessageContaining(" is not YAML: line 4; values that begin with a special character need quotes")
                .hasNoCause();
        assertThat(failure.getMessage()).doesNotContain("canary");
    }

    @Test
    void aFileIsReadUpToOneMebibyte() throws IOException {
        String padding = "#".repeat((1 << 20) - GOOD.length() - 1);
        write(work.resolve("clouds.yaml"), GOOD + padding + "\n");
        assertThat(failure("images")).hasMessageContaining("application_credential_secret is missing");

        write(work.resolve("clouds.yaml"), GOOD + padding + "#\n");
        assertThat(failure("images")).hasMessageContaining("is larger than 1.0 MiB");
    }

    private CloudSettings cloud(String name) {
        return Clouds.of(environment, work, Optional.ofNullable(home)).cloud(name);
    }

    @Test
    void whyAFileCannotBeReadIsSaidInWords() {
        assertThat(Failures.failure(() -> CloudFiles.read(work, "clouds")))
                .hasMessage(work + " cannot be read: Is a directory");
        assertThat(Failures.failure(() -> CloudFiles.read(work.resolve("none.yaml"), "clouds")))
                .hasMessage(work + "/none.yaml cannot be read: " + work + "/none.yaml does not exist");
    }

    private FailureException failure(String name) {
        return assertFails(FailureCode.TARGET_UNKNOWN, () -> cloud(name));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }
}
