package dev.darkroom.fetch.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public internet, by IANA's registries of special-purpose addresses (RFC 6890 and its
 * successors). An IPv6 address that carries an IPv4 address is what that one is.
 */
final class AddressSpace {
    private record Special(AddressBlock block, String use) {
        static Special of(String block, String use) {
            return new Special(AddressBlock.parse(block), use);
        }
    }

    private static final List<Special> SPECIAL = List.of(
            Special.of("0.0.0.0/8", "this network"),
            Special.of("10.0.0.0/8", "private"),
            Special.of("100.64.0.0/10", "shared by carriers"),
            Special.of("127.0.0.0/8", "this machine"),
            Special.of("169.254.0.0/16", "this link"),
            Special.of("172.16.0.0/12", "private"),
            Special.of("192.0.0.0/24", "protocols"),
            Special.of("192.0.2.0/24", "documentation"),
            Special.of("192.88.99.0/24", "6to4 relays"),
            Special.of("192.168.0.0/16", "private"),
            Special.of("198.18.0.0/15", "benchmarks"),
            Special.of("198.51.100.0/24", "documentation"),
            Special.of("203.0.113.0/24", "documentation"),
            Special.of("224.0.0.0/4", "multicast"),
            Special.of("240.0.0.0/4", "reserved"),
            Special.of("::/128", "no address"),
            Special.of("::1/128", "this machine"),
            Special.of("2001::/23", "protocols"),
            Special.of("2001:db8::/32", "documentation"),
            Special.of("3fff::/20", "documentation"),
            Special.of("fc00::/7", "private"),
            Special.of("fe80::/10", "this link"),
            Special.of("fec0::/10", "this site"),
            Special.of("ff00::/8", "multicast"));

    /** All that IPv6 gives to the public so far; what is outside and has no name above is refused as well. */
    private static final AddressBlock GLOBAL_UNICAST = AddressBlock.parse("2000::/3");

    private static final AddressBlock TRANSLATED = AddressBlock.parse("64:ff9b::/96");
    private static final AddressBlock SIX_TO_FOUR = AddressBlock.parse("2002::/16");

    /** Where clouds answer with the credentials of the machine that asks; some of them look like public addresses. */
    private static final List<InetAddress> METADATA = Stream.of(
                    "169.254.169.254",
                    "169.254.170.2",
                    "169.254.170.23",
                    "100.100.100.200",
                    "168.63.129.16",
                    "192.0.0.192",
                    "fd00:ec2::254",
                    "fd00:ec2::23",
                    "fd20:ce::254",
                    "fe80::a9fe:a9fe")
            .map(address -> AddressBlock.parse(address).first())
            .toList();

    private AddressSpace() {}

    /** What an address is for, when it is not for the public; never an address itself, which nobody shall learn. */
    static Optional<String> notPublic(InetAddress address) {
        InetAddress meant = meant(address);
        Optional<String> special = SPECIAL.stream()
                .filter(any -> any.block().contains(meant))
                .findFirst()
                .map(any -> any.block() + " (" + any.use() + ")");
        boolean outside = meant.getAddress().length == 16 && !GLOBAL_UNICAST.contains(meant);
        return special.or(() -> outside ? Optional.of("no public network") : Optional.empty());
    }

    /** Whether a cloud's metadata service may answer there: nobody's list opens it. */
    static boolean isMetadata(InetAddress address) {
        return METADATA.contains(meant(address));
    }

    /** The IPv4 address within: mapped (which the JDK unpacks itself), translated (RFC 6052) or tunnelled (RFC 3056). */
    private static InetAddress meant(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (TRANSLATED.contains(address)) {
            return inner(bytes, 12);
        }
        return SIX_TO_FOUR.contains(address) ? inner(bytes, 2) : address;
    }

    private static InetAddress inner(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }
}
