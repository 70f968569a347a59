package dev.darkroom.fetch.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where sources may come from. */
@ConfigMapping(prefix = "darkroom.origins")
public interface OriginsConfig {

    /** The directories below which file: sources may lie, links resolved; Darkroom must be able to list them and those below; none when not given. */
    Optional<List<Path>> files();

    /** Hosts (host, *.domain, address or network, each with :port or without) that may be asked although they are not public, at any port, also by http; metadata services never. */
    Optional<List<String>> allow();

    /** The only hosts that may be asked beside those of allow, in the same forms; every public one when not given. */
    Optional<List<String>> hosts();

    /** Public hosts that may be asked by http even where no sha256 or sha512 proves what comes, in the same forms. */
    Optional<List<String>> http();

    /** The ports at which public hosts may be asked. */
    @WithDefault("443,80")
    List<Integer> ports();

    /** What origins want to see, each under a name of your choice. */
    Map<String, Credential> credentials();

    /** What one host wants to see: a password where there is a user name, else a token. */
    interface Credential {

        /** Where the secret is sent: a host, *.domain, address or network; by http: only to those of `darkroom.origins.allow`, and never on to another host that it redirects to. */
        String host();

        /** The beginning of the path that it is for, whole segments; the longest that fits counts, and without one every path does. */
        Optional<String> path();

        /** The user name, for basic authentication; without one the secret is sent as a bearer token. */
        Optional<String> username();

        /** The header that carries the secret as it is, instead of Authorization. */
        Optional<String> header();

        /** Whether the secret is a query (a SAS token, that of a pre-signed URL), which is added to the URL. */
        @WithDefault("false")
        boolean query();

        /** The file that holds the secret. */
        Optional<Path> secretFile();

        /** The environment variable that holds the secret. */
        Optional<String> secretEnv();
    }
}
