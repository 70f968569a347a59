package dev.darkroom.upload;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where images are published. */
@ConfigMapping(prefix = "darkroom.targets")
public interface TargetsConfig {

    /** The targets by their names. */
    @WithParentName
    Map<String, Place> targets();

    /** One target: a directory or a cloud, never both. */
    interface Place {

        /** The directory that images are published to as files; it is made when it is not there. */
        Optional<Path> directory();

        /** The cloud that images are published to, by its name in clouds.yaml; `envvars` is the one that `OS_*` describe. */
        Optional<String> cloud();

        /** The disk format that every image is converted to for this target; when not given, each image's own. */
        Optional<String> diskFormat();
    }
}
