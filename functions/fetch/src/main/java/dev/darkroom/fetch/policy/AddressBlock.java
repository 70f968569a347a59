package dev.darkroom.fetch.policy;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A row of addresses that begin alike (CIDR).
 *
 * @param first its first address
 * @param bits  how many bits all its addresses have in common
 */
record AddressBlock(InetAddress first, int bits) {

    AddressBlock {
        int most = first.getAddress().length * Byte.SIZE;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    first.getHostAddress() + "/" + bits + " must have between 0 and " + most + " bits");
        }
        byte[] masked = masked(first, bits);
        if (!Arrays.equals(masked, first.getAddress())) {
            throw new IllegalArgumentException(
                    first.getHostAddress() + "/" + bits + " has bits behind its first " + bits);
        }
    }

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or one address alone. */
    static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        InetAddress first = UrlHost.parse(address.indexOf(':') >= 0 ? "[" + address + "]" : address)
                .address()
                .orElseThrow(() -> new IllegalArgumentException(address + " is not an address"));
        return new AddressBlock(
                first, slash < 0 ? first.getAddress().length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(InetAddress address) {
        return address.getAddress().length == first.getAddress().length
                && Arrays.equals(masked(address, bits), first.getAddress());
    }

    private static byte[] masked(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            bytes[i] &= (byte) (0xFF00 >> kept);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}
