package dev.darkroom.fetch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where sources may come from. */
@ConfigMapping(prefix = "darkroom.origins")
public interface OriginsConfig {

    /** The directories below which file: sources may lie, links resolved; none when not given. */
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
}
