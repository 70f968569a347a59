package dev.darkroom.fetch.policy;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings open and close. */
class OriginPolicyTest {
    private static final OriginSettings NONE = OriginSettings.NONE;

    private final Names names = new Names()
            .on("example.org", "9.9.9.9")
            .on("images.example.org", "9.9.9.9", "2620:fe::fe")
            .on("notexample.org", "9.9.9.9")
            .on("mirror.internal", "10.1.2.3")
            .on("both.internal", "10.1.2.3", "192.168.0.1")
            .on("metadata.google.internal", "169.254.169.254");

    private OriginPolicy.Admitted admit(OriginSettings settings, String url, boolean proven)
            throws UnknownHostException {
        return new OriginPolicy(OriginPolicy.Rules.of(settings), names).admit(SourceUri.parse(url), proven);
    }

    private FailureException refusal(OriginSettings settings, String url, boolean proven) {
        return assertFails(FailureCode.ORIGIN_REFUSED, () -> admit(settings, url, proven));
    }

    static Stream<Arguments> admitted() {
        return Stream.of(
                arguments("a public host", NONE, "https://example.org/a", false),
                arguments("a public address", NONE, "https://9.9.9.9/a", false),
                arguments("a public address, IPv6", NONE, "https://[2620:fe::fe]/a", false),
                arguments("its port by number", NONE, "https://example.org:443/a", false),
                arguments("the other port", NONE, "https://example.org:80/a", false),
                arguments("a scheme in capitals", NONE, "HTTPS://EXAMPLE.ORG/a", false),
                arguments("http, proven", NONE, "http://example.org/a", true),
                arguments("http, listed", NONE.http("example.org"), "http://example.org/a", false),
                arguments("http, listed below", NONE.http("*.example.org"), "http://images.example.org/a", false),
                arguments("a listed port", NONE.ports(8443), "https://example.org:8443/a", false),
                arguments("a private host, listed", NONE.allow("mirror.internal"), "https://mirror.internal/a", false),
                arguments(
                        "a private host, listed in capitals",
                        NONE.allow(" MIRROR.internal. "),
                        "https://mirror.internal/a",
                        false),
                arguments(
                        "a private host at any port",
                        NONE.allow("mirror.internal"),
                        "https://mirror.internal:8443/a",
                        false),
                arguments("a private host by http", NONE.allow("mirror.internal"), "http://mirror.internal/a", false),
                arguments(
                        "a private host at its port",
                        NONE.allow("mirror.internal:8080"),
                        "http://mirror.internal:8080/a",
                        false),
                arguments("a private domain", NONE.allow("*.internal"), "https://mirror.internal/a", false),
                arguments("a private network", NONE.allow("10.0.0.0/8"), "http://mirror.internal:8080/a", false),
                arguments(
                        "a private network at its port",
                        NONE.allow("10.0.0.0/8:8080"),
                        "http://mirror.internal:8080/a",
                        false),
                arguments("a private address", NONE.allow("10.1.2.3"), "http://10.1.2.3:8080/a", false),
                arguments(
                        "two private networks",
                        NONE.allow("10.0.0.0/8", "192.168.0.0/16"),
                        "https://both.internal/a",
                        false),
                arguments("this machine", NONE.allow("127.0.0.1"), "http://127.0.0.1:1/a", false),
                arguments("this machine, IPv6", NONE.allow("::1"), "http://[::1]:1/a", false),
                arguments("this machine, IPv6 in brackets", NONE.allow("[::1]:1"), "http://[::1]:1/a", false),
                arguments("a private network, IPv6", NONE.allow("fd00::/8"), "https://[fd12::1]/a", false),
                arguments("one of the only hosts", NONE.hosts("example.org"), "https://example.org/a", false),
                arguments("below the only host", NONE.hosts("*.example.org"), "https://images.example.org/a", false),
                arguments("the only network", NONE.hosts("9.9.9.0/24"), "https://9.9.9.9/a", false),
                arguments(
                        "allowed beside the only hosts",
                        NONE.hosts("example.org").allow("mirror.internal"),
                        "https://mirror.internal/a",
                        false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("admitted")
    void whatTheSettingsOpenIsAdmitted(String what, OriginSettings settings, String url, boolean proven)
            throws UnknownHostException {
        assertThat(admit(settings, url, proven).addresses()).isNotEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("a file", NONE, "file:///etc/passwd", "not an http: or https: address"),
                arguments(
                        "a port that is not listed",
                        NONE,
                        "https://example.org:22/a",
                        "add 22 to darkroom.origins.ports"),
                arguments(
                        "a standard port that is not listed",
                        NONE.ports(8443),
                        "https://example.org/a",
                        "add 443 to darkroom.origins.ports"),
                arguments("port 0", NONE.ports(0), "https://example.org:0/a", "no port 0"),
                arguments("http, not proven", NONE, "http://example.org/a", "add example.org to darkroom.origins.http"),
                arguments(
                        "http, another host listed",
                        NONE.http("example.org"),
                        "http://images.example.org/a",
                        "darkroom.origins.http"),
                arguments(
                        "http, another port listed",
                        NONE.http("example.org:8080"),
                        "http://example.org/a",
                        "darkroom.origins.http"),
                arguments(
                        "http listed opens nothing private",
                        NONE.http("mirror.internal"),
                        "http://mirror.internal/a",
                        "add mirror.internal to darkroom.origins.allow"),
                arguments(
                        "a private host",
                        NONE,
                        "https://mirror.internal/a",
                        "add mirror.internal to darkroom.origins.allow"),
                arguments(
                        "a private host, another port listed",
                        NONE.allow("mirror.internal:8080"),
                        "https://mirror.internal/a",
                        "darkroom.origins.allow"),
                arguments(
                        "a private host, another network listed",
                        NONE.allow("192.168.0.0/16"),
                        "https://mirror.internal/a",
                        "darkroom.origins.allow"),
                arguments(
                        "half in a listed network",
                        NONE.allow("10.0.0.0/8"),
                        "https://both.internal/a",
                        "192.168.0.0/16"),
                arguments(
                        "a public network listed opens no port",
                        NONE.allow("10.0.0.0/8"),
                        "https://example.org:8080/a",
                        "darkroom.origins.ports"),
                arguments(
                        "not one of the only hosts",
                        NONE.hosts("example.org"),
                        "https://images.example.org/a",
                        "add images.example.org to darkroom.origins.hosts"),
                arguments(
                        "the domain itself is not below it",
                        NONE.hosts("*.example.org"),
                        "https://example.org/a",
                        "darkroom.origins.hosts"),
                arguments(
                        "a name that ends alike",
                        NONE.hosts("*.example.org"),
                        "https://notexample.org/a",
                        "darkroom.origins.hosts"),
                arguments(
                        "one of the only hosts, private",
                        NONE.hosts("mirror.internal"),
                        "https://mirror.internal/a",
                        "darkroom.origins.allow"),
                arguments(
                        "metadata, listed by address",
                        NONE.allow("169.254.169.254"),
                        "http://169.254.169.254/latest",
                        "never asked"),
                arguments(
                        "metadata, listed by network",
                        NONE.allow("0.0.0.0/0", "::/0"),
                        "http://[64:ff9b::a9fe:a9fe]/latest",
                        "never asked"),
                arguments(
                        "metadata, listed by name",
                        NONE.allow("metadata.google.internal"),
                        "http://metadata.google.internal/",
                        "never asked"),
                arguments(
                        "metadata, listed by domain",
                        NONE.allow("*.internal"),
                        "http://metadata.google.internal/",
                        "never asked"),
                arguments(
                        "metadata of Amazon, IPv6",
                        NONE.allow("fd00::/8"),
                        "http://[fd00:ec2::254]/latest",
                        "never asked"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatTheSettingsDoNotOpenIsRefusedWithTheNextStep(
            String what, OriginSettings settings, String url, String said) {
        assertThat(refusal(settings, url, false)).hasMessageContaining(said).hasMessageStartingWith(url + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/a, http://example.org/b",
        "https://example.org/a, http://images.example.org/b",
        "HTTPS://example.org/a, HTTP://example.org/b"
    })
    void noRedirectTakesTheEncryptionAway(String from, String to) {
        var policy = new OriginPolicy(OriginPolicy.Rules.of(NONE.allow("*.org").http("*.org")), names);

        FailureException e = assertFails(
                FailureCode.ORIGIN_REFUSED,
                () -> policy.admitRedirect(SourceUri.parse(from), SourceUri.parse(to), true));

        assertThat(e).hasMessageContaining("may not redirect to http:");
    }

    @Test
    void aHostThatIsNotAmongTheOnlyOnesIsNotLookedUp() {
        refusal(NONE.hosts("example.org"), "https://secret-data.attacker.example/a", false);

        assertThat(names.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "*.",
                "*example.org",
                "images.*.org",
                "https://example.org",
                "example.org/path",
                "example.org:https",
                "example.org:99999999",
                "user@example.org",
                "example_org",
                "-example.org",
                "exa mple.org",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.1",
                "0x7f000001",
                "2130706433",
                "[::1",
                "::1]",
                "[example.org]",
                "fd00::/129",
                ":::"
            })
    void anEntryThatMakesNoSenseIsNamedWithItsSetting(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginPolicy.Rules.of(NONE.allow("example.org", entry)))
                .withMessageStartingWith("darkroom.origins.allow must list hosts")
                .withMessageContaining("\"" + entry + "\"");
    }
}
