package dev.darkroom.upload;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetName;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/** Makes targets of settings. */
final class ConfiguredTargets {
    private final Factory factory;

    /** Makes a target of each kind. */
    interface Factory {
        Target directory(TargetName name, Optional<DiskFormat> format, Path directory);

        Target cloud(TargetName name, Optional<DiskFormat> format, String cloud);
    }

    ConfiguredTargets(Factory factory) {
        this.factory = factory;
    }

    /** @throws ConfigValidationException naming every setting that is wrong */
    Targets of(TargetsConfig config) {
        JudgeTargets.require(config);
        return new Targets(new TreeMap<>(config.targets())
                .entrySet().stream()
                        .map(each -> target(new TargetName(each.getKey()), each.getValue()))
                        .toList());
    }

    private Target target(TargetName name, TargetsConfig.Place place) {
        Optional<DiskFormat> format = place.diskFormat().map(DiskFormat::of);
        return place.directory()
                .map(directory -> factory.directory(name, format, absolute(directory)))
                .orElseGet(() -> factory.cloud(name, format, place.cloud().orElseThrow()));
    }

    static Path absolute(Path directory) {
        return directory.toAbsolutePath().normalize();
    }
}
