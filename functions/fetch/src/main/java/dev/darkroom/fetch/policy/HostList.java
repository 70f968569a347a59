package dev.darkroom.fetch.policy;

import dev.darkroom.events.Texts;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Hosts by name, by the end of their name, or by network, as a setting lists them. */
record HostList(List<Entry> entries) {
    /** Of two or more colons none can be a port's, but for brackets. */
    private static final Pattern ENTRY = Pattern.compile(
            "(?:(?<host>[^\\[\\]:]+)|\\[(?<in>[^\\]]*:[^\\]]*)\\])(?::(?<port>\\d{1,5}))?|(?<bare>[^:]*:[^:]*:.*)");

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+(/\\d{1,3})?|.*:.*");
    private static final int ANY = -1;

    sealed interface Entry {
        int port();

        record Name(UrlHost host, int port) implements Entry {}

        record Below(String suffix, int port) implements Entry {}

        record Network(AddressBlock block, int port) implements Entry {}
    }

    HostList {
        entries = List.copyOf(entries);
    }

    /** @throws IllegalArgumentException naming the setting and the entry that makes no sense */
    static HostList of(String setting, List<String> entries) {
        return new HostList(entries.stream().map(entry -> read(setting, entry)).toList());
    }

    /** Whether a host is listed by its name. */
    boolean names(UrlHost host, int port) {
        return entries.stream().filter(entry -> isAt(entry, port)).anyMatch(entry -> switch (entry) {
            case Entry.Name name -> name.host().name().equals(host.name());
            case Entry.Below below -> host.name().endsWith(below.suffix());
            case Entry.Network network ->
                host.address().filter(network.block()::contains).isPresent();
        });
    }

    /** Whether an address is in a network that is listed. */
    boolean holds(InetAddress address, int port) {
        return entries.stream()
                .filter(entry -> isAt(entry, port))
                .anyMatch(entry -> entry instanceof Entry.Network(var block, var any) && block.contains(address));
    }

    private static boolean isAt(Entry entry, int port) {
        return entry.port() == ANY || entry.port() == port;
    }

    private static Entry read(String setting, String text) {
        try {
            Matcher entry = ENTRY.matcher(text.strip().toLowerCase(Locale.ROOT));
            if (!entry.matches()) {
                throw new IllegalArgumentException("it has another form");
            }
            String host = Stream.of(entry.group("host"), entry.group("in"), entry.group("bare"))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow();
            int port = entry.group("port") == null ? ANY : Integer.parseInt(entry.group("port"));
            if (host.startsWith("*.")) {
                return new Entry.Below("." + UrlHost.parse(host.substring(2)).name(), port);
            }
            return ADDRESS.matcher(host).matches()
                    ? new Entry.Network(AddressBlock.parse(host), port)
                    : new Entry.Name(UrlHost.parse(host), port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    setting
                            + " must list hosts (example.org, *.example.org), addresses or networks (10.0.0.0/8), each with"
                            + " :port where only that port is meant, but has " + Texts.quote(text) + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
