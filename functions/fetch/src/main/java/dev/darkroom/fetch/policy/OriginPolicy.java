package dev.darkroom.fetch.policy;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.SourceUri;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be asked for bytes over the network: the only place that decides it, before every request and at every hop of a
 * redirect. It looks a name up once, judges every address of it, and hands on the judged ones: whoever connects looks
 * nothing up again, so that a name cannot mean one address here and another one there (DNS rebinding).
 */
public final class OriginPolicy {
    private final Rules rules;
    private final Resolver resolver;

    /**
     * The settings.
     *
     * @param allow hosts that may be asked wherever they are, at any port, also by http
     * @param hosts the only hosts that may be asked beside those; empty: every public one
     * @param http  hosts that may be asked by http for bytes that no checksum proves
     * @param ports that public hosts may be asked at
     */
    public record Rules(HostList allow, Optional<HostList> hosts, HostList http, Set<Integer> ports) {

        public static Rules of(OriginsConfig config) {
            return new Rules(
                    list("allow", config.allow()),
                    config.hosts().map(hosts -> HostList.of("darkroom.origins.hosts", hosts)),
                    list("http", config.http()),
                    Set.copyOf(config.ports()));
        }

        private static HostList list(String setting, Optional<List<String>> entries) {
            return HostList.of("darkroom.origins." + setting, entries.orElse(List.of()));
        }
    }

    /** Looks a name up. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    /**
     * Leave to ask a URL at these addresses, and at no other.
     *
     * @param trusted whether the settings name it as one of our own
     */
    public record Admitted(SourceUri url, UrlHost host, int port, List<InetAddress> addresses, boolean trusted) {
        public boolean isEncrypted() {
            return isScheme(url, "https");
        }

        public boolean isSameHost(Admitted other) {
            return host.equals(other.host) && port == other.port && isEncrypted() == other.isEncrypted();
        }
    }

    public OriginPolicy(Rules rules, Resolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
    }

    /**
     * @param proven whether a strong checksum will prove what comes
     * @throws FailureException     {@code origin-refused} when it may not be asked, saying what would have to be set
     * @throws UnknownHostException when nobody knows the name, for now
     */
    public Admitted admit(SourceUri url, boolean proven) throws UnknownHostException {
        return judge(url.toString(), url, proven);
    }

    /** @throws FailureException {@code origin-refused} when {@code from} may not send us to {@code to} */
    public Admitted admitRedirect(SourceUri from, SourceUri to, boolean proven) throws UnknownHostException {
        String shown = from + " redirects to " + to;
        if (isScheme(from, "https") && isScheme(to, "http")) {
            throw refused(shown, "an https: origin may not redirect to http:");
        }
        return judge(shown, to, proven);
    }

    private Admitted judge(String shown, SourceUri url, boolean proven) throws UnknownHostException {
        if (!isScheme(url, "https") && !isScheme(url, "http")) {
            throw refused(shown, "it is not an http: or https: address");
        }
        UrlHost host = host(shown, url);
        int port = port(shown, url);
        boolean named = rules.allow().names(host, port);
        if (!named && !rules.hosts().map(hosts -> hosts.names(host, port)).orElse(true)) {
            throw refused(shown, "add " + host + " to darkroom.origins.hosts if it may be asked");
        }
        List<InetAddress> addresses = host.address().map(List::of).orElse(null);
        if (addresses == null) {
            addresses = List.of(resolver.resolve(host.name()));
        }
        addresses.forEach(address -> requireAddress(shown, host, port, address, named));
        boolean trusted =
                named || addresses.stream().allMatch(address -> rules.allow().holds(address, port));
        if (!trusted && !rules.ports().contains(port)) {
            throw refused(shown, "add " + port + " to darkroom.origins.ports if it may be asked at that port");
        }
        if (!trusted && !proven && isScheme(url, "http") && !rules.http().names(host, port)) {
            throw refused(
                    shown,
                    "what comes by http: may be changed on its way: use https:, give a sha256 or sha512 checksum, or add "
                            + host + " to darkroom.origins.http");
        }
        return new Admitted(url, host, port, addresses, trusted);
    }

    private static UrlHost host(String shown, SourceUri url) {
        try {
            return UrlHost.of(url);
        } catch (IllegalArgumentException e) {
            throw refused(shown, e.getMessage());
        }
    }

    private static int port(String shown, SourceUri url) {
        int port = url.exact().getPort();
        if (port == 0) {
            throw refused(shown, "there is no port " + port);
        }
        return port > 0 ? port : isScheme(url, "https") ? 443 : 80;
    }

    private void requireAddress(String shown, UrlHost host, int port, InetAddress address, boolean named) {
        if (AddressSpace.isMetadata(address)) {
            throw refused(shown, host + " is a cloud's metadata service, which is never asked");
        }
        if (named || rules.allow().holds(address, port)) {
            return;
        }
        AddressSpace.notPublic(address).ifPresent(network -> {
            throw refused(
                    shown,
                    host + " is in " + network + ": add " + host + " to darkroom.origins.allow if it may be asked");
        });
    }

    private static boolean isScheme(SourceUri uri, String scheme) {
        return scheme.equalsIgnoreCase(uri.exact().getScheme());
    }

    private static FailureException refused(String shown, String why) {
        return new FailureException(FailureCode.ORIGIN_REFUSED, shown + ": " + why);
    }
}
