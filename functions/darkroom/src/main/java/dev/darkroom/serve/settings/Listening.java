package dev.darkroom.serve.settings;

import dev.darkroom.events.Reasons;
import dev.darkroom.registry.access.AccessSettings;
import dev.darkroom.registry.access.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where HTTP listens. Where nothing says who may ask, it listens where only this machine can.
 *
 * @param address   of this machine
 * @param provider  whether an OpenID provider says who asks
 * @param encrypted whether it speaks TLS, and nothing else
 */
public record Listening(InetAddress address, boolean provider, boolean encrypted) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String TOKENS = "darkroom.http.tokens";
    private static final String CERTIFICATE = "quarkus.tls.key-store";

    /** Who sets these believes that HTTP is encrypted. Of the last the framework reads only the other spelling. */
    private static final Pattern NO_CERTIFICATE =
            Pattern.compile("quarkus\\.http\\.(ssl\\.certificate\\..+|tls-configuration-name)"
                    + "|QUARKUS_HTTP_(SSL_CERTIFICATE_.+|TLS_CONFIGURATION_NAME)|QUARKUS_TLS_KEY_STORE_PEM_\\d+_.+");

    /**
     * As the settings say.
     *
     * @param forOneCommand whether it works for the command that starts it: then it listens on loopback, without TLS
     * @throws ServerNotStartedException when they cannot be
     */
    public static Listening of(Settings settings, boolean forOneCommand) {
        AccessSettings access = settings.group(AccessSettings.class);
        if (settings.blank(TOKENS)) {
            throw ServerNotStartedException.nothing(TOKENS, "the file");
        }
        access.tokens().ifPresent(Listening::read);
        boolean provider = OpenId.provider(settings);
        InetAddress address = forOneCommand
                ? address(LOOPBACK)
                : address(settings.value("quarkus.http.host").orElse(access.host()));
        if (!address.isLoopbackAddress() && access.tokens().isEmpty() && !provider) {
            throw ServerNotStartedException.wrong("darkroom.http.host is " + address.getHostAddress()
                    + ", where others can ask, but nothing says who may: set darkroom.http.tokens or " + OpenId.PROVIDER
                    + ", or leave it at 127.0.0.1");
        }
        if (address.isLoopbackAddress() && !address.getHostAddress().equals(LOOPBACK)) {
            throw ServerNotStartedException.wrong("darkroom.http.host is " + address.getHostAddress()
                    + ", another address of this machine alone: commands would ask at " + LOOPBACK + "; use that");
        }
        settings.below("quarkus").stream()
                .filter(NO_CERTIFICATE.asMatchPredicate())
                .findFirst()
                .ifPresent(Listening::refuse);
        return new Listening(address, provider, !forOneCommand && settings.names(CERTIFICATE));
    }

    private static void refuse(String name) {
        throw ServerNotStartedException.wrong(name + " gives HTTP no certificate: set " + CERTIFICATE
                + ".pem.0.cert and .key, as variables QUARKUS_TLS_KEY_STORE_PEM__0__CERT and __KEY");
    }

    /** How this machine asks it; a certificate names hosts rather than addresses. */
    public URI uri(int port) {
        boolean near = address.isLoopbackAddress() || address.isAnyLocalAddress();
        String host = near ? encrypted ? "localhost" : LOOPBACK : address.getHostAddress();
        return URI.create(
                (encrypted ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** Whether what is said to it can be read on the way. */
    public boolean readable() {
        return !encrypted && !address.isLoopbackAddress();
    }

    public Map<String, String> settings(int port) {
        var settings = new HashMap<String, String>();
        settings.put("quarkus.http.host", address.getHostAddress());
        settings.put("quarkus.http.port", String.valueOf(encrypted ? 0 : port));
        settings.put("quarkus.http.ssl-port", String.valueOf(encrypted ? port : 0));
        settings.put("quarkus.http.insecure-requests", encrypted ? "disabled" : "enabled");
        settings.putAll(OpenId.settings(provider));
        return settings;
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw ServerNotStartedException.wrong(
                    "darkroom.http.host must be an address or a name of this machine but is " + host);
        }
    }

    private static void read(Path tokens) {
        try {
            Tokens.read(tokens, System::nanoTime);
        } catch (IOException e) {
            throw ServerNotStartedException.wrong(
                    "darkroom.http.tokens is " + tokens + ", which cannot be read: " + Reasons.of(e));
        } catch (IllegalArgumentException e) {
            throw ServerNotStartedException.wrong("darkroom.http.tokens: " + e.getMessage());
        }
    }
}
