package dev.darkroom.registry.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the registry answers, whom, and how much. */
@ConfigMapping(prefix = "darkroom.http")
public interface AccessSettings {
    /** The address that HTTP listens on; another than a loopback one needs `tokens` or `quarkus.oidc.auth-server-url`. */
    @WithDefault("127.0.0.1")
    String host();

    /** A file with a line `NAME RIGHTS HASH` for each token: read,publish,retry and its SHA-256 in hex. */
    Optional<Path> tokens();

    /**
     * How many requests a second one caller may make (a token, else an address); more are told when to come back. Wrong
     * tokens count for their address, and may hold up a provider's from there.
     */
    @WithDefault("1000")
    int rate();

    /** How many connections one address may hold, 127.0.0.1 like any other; behind a proxy they are all the proxy's. */
    @WithDefault("250")
    int connections();

    /** How many questions with `wait` one caller may hold; all together may hold 64. */
    @WithDefault("32")
    int waits();
}
