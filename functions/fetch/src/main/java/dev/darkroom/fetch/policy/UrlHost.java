package dev.darkroom.fetch.policy;

import dev.darkroom.events.SourceUri;
import dev.darkroom.events.Texts;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of a URL in its one spelling, so that what is judged is what is asked. Addresses have many spellings that
 * resolvers read differently ({@code 2130706433}, {@code 0x7f.1}, {@code 0177.0.0.1}): only the usual one is taken.
 *
 * @param name    lower case, without the dot at the end; an address without brackets
 * @param literal the address that the name is; null when it has to be looked up
 */
public record UrlHost(String name, InetAddress literal) {
    private static final Pattern OCTETS = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");
    /** What the last label of an address looks like to one resolver or another (WHATWG URL, "ends in a number"). */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9A-Fa-f]*)");

    private static final Pattern LABELS =
            Pattern.compile("(?!-)[a-z0-9-]{1,63}(?<!-)(?:\\.(?!-)[a-z0-9-]{1,63}(?<!-))*");
    private static final int LONGEST = 253;

    /** @throws IllegalArgumentException saying what is wrong with it */
    static UrlHost of(SourceUri uri) {
        return parse(uri.exact().getHost());
    }

    /** @throws IllegalArgumentException saying what is wrong with it */
    static UrlHost parse(String text) {
        if (text.startsWith("[")) {
            return ofAddress(text, text.substring(1, Math.max(1, text.length() - 1)));
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (OCTETS.matcher(name).matches()) {
            return ofAddress(text, name);
        }
        String ascii = ascii(text, name);
        if (ENDS_IN_NUMBER.matcher(ascii).matches()) {
            throw new IllegalArgumentException("host " + Texts.quote(text)
                    + " looks like an address that some read otherwise: write it as four numbers from 0 to 255");
        }
        if (ascii.length() > LONGEST || !LABELS.matcher(ascii).matches()) {
            throw new IllegalArgumentException("host " + Texts.quote(text) + " is not a host name");
        }
        return new UrlHost(ascii, null);
    }

    Optional<InetAddress> address() {
        return Optional.ofNullable(literal);
    }

    private static String ascii(String text, String name) {
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("host " + Texts.quote(text) + " is not a host name");
        }
    }

    private static UrlHost ofAddress(String text, String address) {
        if (address.indexOf('%') >= 0) {
            throw new IllegalArgumentException(
                    "host " + Texts.quote(text) + " names a network interface (%), which no public address has");
        }
        try {
            // Neither form is ever looked up: one has only digits and dots, the other is in brackets.
            InetAddress literal = InetAddress.getByName(address.indexOf(':') >= 0 ? "[" + address + "]" : address);
            return new UrlHost(literal.getHostAddress(), literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host " + Texts.quote(text) + " is not an address");
        }
    }

    @Override
    public String toString() {
        return name.indexOf(':') >= 0 ? "[" + name + "]" : name;
    }
}
