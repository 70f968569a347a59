package dev.darkroom.serve.settings;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** The settings of the process as a whole. */
@ConfigMapping(prefix = "darkroom")
public interface ProcessSettings {

    /** The data directory, with the broker's log, the registry and staged bytes: said by `--data` or `DARKROOM_DATA` only. */
    Path data();
}
