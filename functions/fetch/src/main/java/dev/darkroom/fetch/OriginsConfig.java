package dev.darkroom.fetch;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where sources may come from. */
@ConfigMapping(prefix = "darkroom.origins")
public interface OriginsConfig {

    /** The directories below which file: sources may lie, links resolved; none when not given. */
    Optional<List<Path>> files();
}
