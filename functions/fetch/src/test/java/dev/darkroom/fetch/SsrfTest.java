package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import dev.darkroom.fetch.policy.Names;
import dev.darkroom.fetch.policy.OriginSettings;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * URLs by which somebody would make Darkroom ask what only Darkroom can reach. Each goes through the whole step; an origin
 * on this machine would answer all that lead to it, and hears nothing.
 */
class SsrfTest extends FetchCase {
    private static final byte[] IMAGE = image(100 * 512);
    private static final String ALLOW = "darkroom.origins.allow";

    private final Names names = new Names();

    @BeforeEach
    void start() {
        origin.on("/disk.raw", Served.file(IMAGE));
        fetching.origins = OriginSettings.NONE.ports(443, 80, origin.port());
        fetching.resolver = names;
    }

    private void isRefused(String url, String said) {
        FailureException e = fetching.failsWith(FailureCode.ORIGIN_REFUSED, request(at(url), sha256(IMAGE)));

        assertThat(e).hasMessageContaining(said);
        assertThat(origin.requests()).isEmpty();
        assertThat(fetching.pauses).isEmpty();
        assertThat(fetching.files()).isEmpty();
    }

    private String at(String url) {
        return url.replace("PORT", Integer.toString(origin.port()));
    }

    static Stream<Arguments> literals() {
        return Stream.of(
                arguments("this machine", "http://127.0.0.1:PORT/disk.raw", "127.0.0.0/8 (this machine)"),
                arguments("this machine, encrypted", "https://127.0.0.1:PORT/disk.raw", ALLOW),
                arguments("this machine, another way", "http://127.255.255.254:PORT/disk.raw", ALLOW),
                arguments("this machine, IPv6", "http://[::1]:PORT/disk.raw", "0:0:0:0:0:0:0:1/128 (this machine)"),
                arguments("this machine, IPv6 at length", "http://[0:0:0:0:0:0:0:1]:PORT/disk.raw", ALLOW),
                arguments("this machine, mapped", "http://[::ffff:127.0.0.1]:PORT/disk.raw", "127.0.0.0/8"),
                arguments("this machine, mapped in hex", "http://[::ffff:7f00:1]:PORT/disk.raw", "127.0.0.0/8"),
                arguments("this machine, mapped at length", "http://[0:0:0:0:0:ffff:7f00:0001]:PORT/disk.raw", ALLOW),
                arguments("this machine, compatible", "http://[::127.0.0.1]:PORT/disk.raw", ALLOW),
                arguments("this machine, translated", "http://[64:ff9b::127.0.0.1]:PORT/disk.raw", "127.0.0.0/8"),
                arguments("this machine, translated here", "http://[64:ff9b:1::7f00:1]:PORT/disk.raw", ALLOW),
                arguments("this machine, tunnelled", "http://[2002:7f00:1::]:PORT/disk.raw", "127.0.0.0/8"),
                arguments("this machine, Teredo", "http://[2001:0:7f00:1::]:PORT/disk.raw", ALLOW),
                arguments("no address", "http://0.0.0.0:PORT/disk.raw", "0.0.0.0/8"),
                arguments("no address, IPv6", "http://[::]:PORT/disk.raw", ALLOW),
                arguments("private, ten", "http://10.0.0.1/disk.raw", "10.0.0.0/8 (private)"),
                arguments("private, 172", "http://172.16.0.1/disk.raw", "172.16.0.0/12 (private)"),
                arguments("private, 192", "http://192.168.1.1/disk.raw", "192.168.0.0/16 (private)"),
                arguments("private, mapped", "http://[::ffff:10.0.0.1]/disk.raw", "10.0.0.0/8"),
                arguments("private, translated", "http://[64:ff9b::a00:1]/disk.raw", "10.0.0.0/8"),
                arguments("private, tunnelled", "http://[2002:a00:1::1]/disk.raw", "10.0.0.0/8"),
                arguments("private, IPv6", "http://[fd12:3456::1]/disk.raw", ALLOW),
                arguments("a carrier's", "http://100.64.0.1/disk.raw", "100.64.0.0/10"),
                arguments("this link", "http://169.254.1.1/disk.raw", "169.254.0.0/16"),
                arguments("this link, IPv6", "http://[fe80::1]/disk.raw", ALLOW),
                arguments("this link, an interface", "http://[fe80::1%25eth0]/disk.raw", "network interface"),
                arguments("this site, IPv6", "http://[fec0::1]/disk.raw", ALLOW),
                arguments("protocols", "http://192.0.0.1/disk.raw", "192.0.0.0/24"),
                arguments("documentation", "http://192.0.2.1/disk.raw", "192.0.2.0/24"),
                arguments("documentation, IPv6", "http://[2001:db8::1]/disk.raw", ALLOW),
                arguments("benchmarks", "http://198.19.255.255/disk.raw", "198.18.0.0/15"),
                arguments("multicast", "http://224.0.0.1/disk.raw", "224.0.0.0/4"),
                arguments("multicast, IPv6", "http://[ff02::1]/disk.raw", ALLOW),
                arguments("reserved", "http://240.0.0.1/disk.raw", "240.0.0.0/4"),
                arguments("broadcast", "http://255.255.255.255/disk.raw", "240.0.0.0/4"),
                arguments("IPv6 that nobody has", "http://[4000::1]/disk.raw", "no public network"),
                arguments("metadata", "http://169.254.169.254/latest/meta-data/iam", "metadata"),
                arguments("metadata, mapped", "http://[::ffff:169.254.169.254]/latest", "metadata"),
                arguments("metadata, translated", "http://[64:ff9b::169.254.169.254]/latest", "metadata"),
                arguments("metadata, tunnelled", "http://[2002:a9fe:a9fe::1]/latest", "metadata"),
                arguments("metadata, Amazon, IPv6", "http://[fd00:ec2::254]/latest", "metadata"),
                arguments("metadata, Amazon, containers", "http://169.254.170.2/v2/credentials", "metadata"),
                arguments("metadata, OpenStack, IPv6", "http://[fe80::a9fe:a9fe]/openstack", "metadata"),
                arguments("metadata, Alibaba", "http://100.100.100.200/latest", "metadata"),
                arguments("metadata, Azure, a public address", "http://168.63.129.16/machine", "metadata"),
                arguments("metadata, Google, IPv6", "http://[fd20:ce::254]/computeMetadata", "metadata"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("literals")
    void anAddressThatIsNotPublicIsRefused(String what, String url, String said) {
        isRefused(url, said);
        assertThat(names.asked).isEmpty();
    }

    static Stream<Arguments> spellings() {
        return Stream.of(
                arguments("one decimal number", "http://2130706433:PORT/disk.raw"),
                arguments("one hex number", "http://0x7f000001:PORT/disk.raw"),
                arguments("one hex number in capitals", "http://0X7F000001:PORT/disk.raw"),
                arguments("one octal number", "http://017700000001:PORT/disk.raw"),
                arguments("one number and a dot", "http://2130706433.:PORT/disk.raw"),
                arguments("a number that overflows", "http://4294967296:PORT/disk.raw"),
                arguments("zero", "http://0:PORT/disk.raw"),
                arguments("leading zeros", "http://0177.0.0.1:PORT/disk.raw"),
                arguments("leading zeros in the middle", "http://127.00.0.1:PORT/disk.raw"),
                arguments("metadata as one number", "http://2852039166/latest"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void anAddressInAnotherSpellingIsRefused(String what, String url) {
        isRefused(url, "looks like an address");
        assertThat(names.asked).isEmpty();
    }

    static Stream<Arguments> noUrls() {
        return Stream.of(
                arguments("a dot behind an address", "http://127.0.0.1./disk.raw"),
                arguments("two numbers", "http://127.1/disk.raw"),
                arguments("three numbers", "http://127.0.1/disk.raw"),
                arguments("hex numbers with dots", "http://0x7f.0x0.0x0.0x1/disk.raw"),
                arguments("a number of 256", "http://256.0.0.1/disk.raw"),
                arguments("five numbers", "http://1.2.3.4.5/disk.raw"),
                arguments("digits in circles", "http://①②⑦.⓪.⓪.①/disk.raw"),
                arguments("wide digits", "http://１２７.0.0.1/disk.raw"),
                arguments("a wide dot", "http://127。0。0。1/disk.raw"),
                arguments("letters that look alike", "http://lоcalhost/disk.raw"),
                arguments("escaped digits", "http://%31%32%37.0.0.1/disk.raw"),
                arguments("an escaped dot", "http://127%2e0.0.1/disk.raw"),
                arguments("an escaped slash", "http://example.org%2f@127.0.0.1/disk.raw"),
                arguments("a user", "http://example.org@127.0.0.1/disk.raw"),
                arguments("a user and a password", "http://example.org:80@127.0.0.1/disk.raw"),
                arguments("a backslash", "http://example.org\\@127.0.0.1/disk.raw"),
                arguments("a space", "http://example.org 127.0.0.1/disk.raw"),
                arguments("a line's end", "http://example.org\r\nHost: 127.0.0.1/disk.raw"),
                arguments("a zero byte", "http://example.org\0.127.0.0.1/disk.raw"),
                arguments("a fragment", "http://example.org#@127.0.0.1/disk.raw"),
                arguments("no host", "http:///127.0.0.1/disk.raw"),
                arguments("no slashes", "http:127.0.0.1/disk.raw"),
                arguments("another scheme", "gopher://127.0.0.1:6379/_FLUSHALL"),
                arguments("no scheme", "//127.0.0.1/disk.raw"),
                arguments("an open bracket", "http://[::1/disk.raw"),
                arguments("a bracket around IPv4", "http://[127.0.0.1]/disk.raw"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noUrls")
    void whatIsNoPlainUrlIsNoSource(String what, String url) {
        assertThat(refusedAsUrl(url)).isTrue();
    }

    private static boolean refusedAsUrl(String url) {
        try {
            SourceUri.parse(url);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    static Stream<Arguments> lookups() {
        return Stream.of(
                arguments("this machine", new String[] {"127.0.0.1"}, "127.0.0.0/8"),
                arguments("this machine, IPv6", new String[] {"::1"}, ALLOW),
                arguments("this machine, mapped", new String[] {"::ffff:127.0.0.1"}, "127.0.0.0/8"),
                arguments("this machine, translated", new String[] {"64:ff9b::7f00:1"}, "127.0.0.0/8"),
                arguments("this machine, tunnelled", new String[] {"2002:7f00:1::"}, "127.0.0.0/8"),
                arguments("no address", new String[] {"0.0.0.0"}, ALLOW),
                arguments("private", new String[] {"10.1.2.3"}, "10.0.0.0/8"),
                arguments("private, IPv6", new String[] {"fd00::1"}, ALLOW),
                arguments("metadata", new String[] {"169.254.169.254"}, "metadata"),
                arguments(
                        "a public one, then a private one", new String[] {"9.9.9.9", "192.168.0.1"}, "192.168.0.0/16"),
                arguments(
                        "a private one, then a public one", new String[] {"192.168.0.1", "9.9.9.9"}, "192.168.0.0/16"),
                arguments("a public one, then this machine, IPv6", new String[] {"2620:fe::fe", "::1"}, ALLOW),
                arguments(
                        "many public ones, then metadata",
                        new String[] {"9.9.9.9", "1.1.1.1", "2620:fe::fe", "169.254.169.254"},
                        "metadata"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lookups")
    void aNameIsWhatItsAddressesAre(String what, String[] addresses, String said) {
        names.on("images.example.org", addresses);

        isRefused("http://images.example.org:PORT/disk.raw", said);
        assertThat(names.asked).containsExactly("images.example.org");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lookups")
    void aRedirectIsJudgedAsAnyOtherUrl(String what, String[] addresses, String said) {
        names.on("images.example.org", addresses);
        fetching.origins = fetching.origins.allow("127.0.0.1:" + origin.port());
        origin.on("/moved", FakeOrigin.redirect("http://images.example.org:9/disk.raw"));
        fetching.origins = fetching.origins.ports(443, 80, 9);

        FailureException e = fetching.failsWith(
                FailureCode.ORIGIN_REFUSED, request(at("http://127.0.0.1:PORT/moved"), sha256(IMAGE)));

        assertThat(e).hasMessageContainingAll("/moved redirects to http://images.example.org:9/disk.raw: ", said);
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void aNameInAnyCaseAndWithADotIsTheSameName() {
        names.on("localhost", "127.0.0.1");

        isRefused("http://LOCALHOST.:PORT/disk.raw", ALLOW);
        assertThat(names.asked).containsExactly("localhost");
    }

    @Test
    void aRefusalDoesNotSayWhatANameMeansInside() {
        names.on("db.internal", "10.20.30.40");

        FailureException e =
                fetching.failsWith(FailureCode.ORIGIN_REFUSED, request("http://db.internal/disk.raw", sha256(IMAGE)));

        assertThat(e.getMessage()).doesNotContain("10.20.30.40").contains("add db.internal to darkroom.origins.allow");
    }
}
