package dev.darkroom.serve.settings;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The settings of the process as a whole. */
@ConfigMapping(prefix = "darkroom")
public interface ProcessSettings {

    /** The data directory: the broker's log, the registry, staged bytes. Set by {@code --data}. */
    Path data();
}
