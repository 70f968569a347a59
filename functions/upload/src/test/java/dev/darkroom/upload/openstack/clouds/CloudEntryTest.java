package dev.darkroom.upload.openstack.clouds;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEntryTest {
    private static final String PASSWORD = "auth_url: 'http://k/v3', username: u, password: p, project_name: q";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user_domain_name: Users, project_domain_id: pid | null/Users | pid/null
            domain_id: both                                 | both/null  | both/null
            default_domain_name: Both                       | null/Both  | null/Both
            domain_id: both, user_domain_id: mine           | mine/null  | both/null
            region_name: ''                                 | default/null | default/null
            """)
    void domainsAreFoundWhereClientsFindThem(String more, String user, String project) {
        var login = (Login.Password)
                settings("{auth: {" + PASSWORD + ", " + more + "}}").login();

        assertThat(login.user().domain().id() + "/" + login.user().domain().name())
                .isEqualTo(user);
        assertThat(login.project().domain().id() + "/"
                        + login.project().domain().name())
                .isEqualTo(project);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            interface: internal                                | internal
            endpoint_type: adminURL                            | admin
            interface: public, image_interface: internal       | internal
            region_name: R                                     | public
            """)
    void interfacesAreReadInTheirOldSpellingsToo(String more, String facing) {
        assertThat(settings("{" + more + ", auth: {" + PASSWORD + "}}").facing())
                .isEqualTo(facing);
    }

    @ParameterizedTest
    @CsvSource({
        "verify: false, false",
        "verify: 'False', false",
        "insecure: true, false",
        "insecure: 0, true",
        "x: y, true"
    })
    void certificatesAreVerifiedUnlessItIsSwitchedOff(String more, boolean verify) {
        assertThat(settings("{" + more + ", auth: {" + PASSWORD + "}}").verify())
                .isEqualTo(verify);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            region_name: A, regions: [B]      | A
            regions: [B, C]                   | B
            regions: [{name: D, values: {}}]  | D
            regions: []                       |
            """)
    void aRegionIsOneOrTheFirst(String more, String region) {
        assertThat(settings("{" + more + ", auth: {" + PASSWORD + "}}").region().orElse(null))
                .isEqualTo(region);
    }

    @Test
    void loginsOfEveryKind() {
        assertThat(login("auth_type: token, auth: {auth_url: 'http://k', token: t, tenant_id: q}"))
                .isEqualTo(new Login.Token(new Secret("t"), new Login.Project("q", null, null)));
        assertThat(login("auth_type: password, auth: {auth_url: 'http://k', user_id: u, password: p, project_id: q}"))
                .isEqualTo(new Login.Password(
                        new Login.User("u", null, null), new Secret("p"), new Login.Project("q", null, null)));
        assertThat(login("auth_type: v3applicationcredential, auth: {auth_url: 'http://k', user_id: u,"
                        + " application_credential_name: n, application_credential_secret: s}"))
                .isEqualTo(
                        new Login.ApplicationCredential(null, "n", new Login.User("u", null, null), new Secret("s")));
    }

    @Test
    void certificatesAndEndpointsAreTakenOver() throws IOException {
        Path certificates = Files.createFile(directory.resolve("ca.pem"));
        CloudSettings settings = settings(
                "{cacert: ca.pem, image_endpoint_override: 'https://images.example.org/', image_api_version: 2, auth: {"
                        + PASSWORD + "}}");

        assertThat(settings.caCertificate()).contains(certificates);
        assertThat(settings.imageEndpoint())
                .hasValueSatisfying(uri -> assertThat(uri).hasToString("https://images.example.org/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          | auth_url is missing
            {auth: 7}                                                   | auth must be a mapping
            {auth: {auth_url: 'ftp://k'}}                               | auth_url must be an http or https URL but is "ftp://k/v3"
            {auth: {auth_url: 'keystone'}}                              | auth_url must be an http or https URL
            {auth: {auth_url: 'http://a b'}}                            | auth_url must be an http or https URL
            {auth: {auth_url: 'http://u:canary@k'}}                     | auth_url must not carry a user or password
            {auth: {auth_url: [a]}}                                     | auth_url must be one value
            {auth: {auth_url: 'http://k'}}                              | username is missing (or user_id)
            {auth: {auth_url: 'http://k', username: u}}                 | password is missing (it may stand in secure.yaml)
            {auth: {auth_url: 'http://k', username: u, password: p}}    | project_name is missing
            {auth_type: v3token, auth: {auth_url: 'http://k'}}          | token is missing
            {auth_type: v3oidc, auth: {auth_url: 'http://k'}}           | auth_type must be v3password, v3applicationcredential or v3token but is "v3oidc"
            {auth_type: v3applicationcredential, auth: {auth_url: 'http://k', application_credential_secret: s}} | application_credential_name is missing (or application_credential_id)
            {image_api_version: 1}                                      | image_api_version must be 2 but is "1"
            {cert: a.pem}                                               | cert is not supported
            """)
    void whatIsWrongIsNamedWithFileCloudAndField(String entry, String message) {
        assertThat(failure(entry)).hasMessageStartingWith("clouds.yaml: cloud \"images\": " + message);
        assertThat(failure(entry).getMessage()).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            interface: outside                  | interface must be public, internal or admin but is "outside"
            verify: perhaps                     | verify must be true or false but is "perhaps"
            cacert: nowhere.pem                 | cacert names a file that cannot be read
            image_endpoint_override: nowhere    | image_endpoint_override must be an http or https URL but is "nowhere"
            """)
    void soIsWhatIsWrongBesideTheCredentials(String more, String message) {
        assertThat(failure("{" + more + ", auth: {" + PASSWORD + "}}")).hasMessageContaining(": " + message);
    }

    private Login login(String fields) {
        return settings("{" + fields + "}").login();
    }

    private FailureException failure(String entry) {
        return assertFails(FailureCode.TARGET_UNKNOWN, () -> settings(entry));
    }

    private CloudSettings settings(String entry) {
        try {
            Path file = Files.writeString(directory.resolve("clouds.yaml"), "clouds: {images: " + entry + "}\n");
            Map<String, Object> fields = CloudFiles.mapping(
                            CloudFiles.read(file, "clouds").get("images"))
                    .orElseThrow();
            return new CloudEntry(
                            "clouds.yaml",
                            "images",
                            fields,
                            new CloudFiles(Map.of(), directory, Optional.of(directory)))
                    .settings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
