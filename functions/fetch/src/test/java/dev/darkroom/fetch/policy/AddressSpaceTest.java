package dev.darkroom.fetch.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of every block: its first and last address, and their neighbours outside. */
class AddressSpaceTest {
    private static InetAddress address(String text) {
        return AddressBlock.parse(text).first();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.255.255.255, 0.0.0.0/8",
        "10.0.0.0, 10.255.255.255, 10.0.0.0/8",
        "100.64.0.0, 100.127.255.255, 100.64.0.0/10",
        "127.0.0.0, 127.255.255.255, 127.0.0.0/8",
        "169.254.0.0, 169.254.255.255, 169.254.0.0/16",
        "172.16.0.0, 172.31.255.255, 172.16.0.0/12",
        "192.0.0.0, 192.0.0.255, 192.0.0.0/24",
        "192.0.2.0, 192.0.2.255, 192.0.2.0/24",
        "192.88.99.0, 192.88.99.255, 192.88.99.0/24",
        "192.168.0.0, 192.168.255.255, 192.168.0.0/16",
        "198.18.0.0, 198.19.255.255, 198.18.0.0/15",
        "198.51.100.0, 198.51.100.255, 198.51.100.0/24",
        "203.0.113.0, 203.0.113.255, 203.0.113.0/24",
        "224.0.0.0, 239.255.255.255, 224.0.0.0/4",
        "240.0.0.0, 255.255.255.255, 240.0.0.0/4",
        "::, ::, 0:0:0:0:0:0:0:0/128",
        "::1, ::1, 0:0:0:0:0:0:0:1/128",
        "2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, 2001:0:0:0:0:0:0:0/23",
        "2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db8:0:0:0:0:0:0/32",
        "3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, 3fff:0:0:0:0:0:0:0/20",
        "fc00::, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, fc00:0:0:0:0:0:0:0/7",
        "fe80::, febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff, fe80:0:0:0:0:0:0:0/10",
        "fec0::, feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, fec0:0:0:0:0:0:0:0/10",
        "ff00::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ff00:0:0:0:0:0:0:0/8"
    })
    void aBlockIsNotPublicFromEndToEnd(String first, String last, String block) {
        assertThat(AddressSpace.notPublic(address(first)).orElseThrow()).startsWith(block);
        assertThat(AddressSpace.notPublic(address(last)).orElseThrow()).startsWith(block);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::2",
                "100::",
                "64:ff9b:0:0:0:1::",
                "64:ff9b:1::8.8.8.8",
                "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "4000::",
                "5f00::1",
                "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fe00::1"
            })
    void ipv6ThatNobodyWasGivenIsNotPublic(String address) {
        assertThat(AddressSpace.notPublic(address(address))).hasValue("no public network");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.0.3.0",
                "192.88.98.255",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "203.0.114.0",
                "223.255.255.255",
                "2000::",
                "2001:200::",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111",
                "2620:fe::fe",
                "3ffe:ffff::",
                "3fff:1000::",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void theNeighboursOfBlocksArePublic(String address) {
        assertThat(AddressSpace.notPublic(address(address))).isEmpty();
        assertThat(AddressSpace.isMetadata(address(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "10.0.0.0/",
                "10.0.0.0/eight",
                "10.0.0/8",
                "010.0.0.0/8",
                "fd00::1/8",
                "fd00::/129",
                "example.org/8",
                "fe80::1%lo"
            })
    void whatIsNoNetworkIsNamed(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressBlock.parse(text));
    }
}
