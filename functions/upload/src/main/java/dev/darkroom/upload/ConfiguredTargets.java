package dev.darkroom.upload;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetName;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes targets of settings, or says of each setting what is wrong with it. */
final class ConfiguredTargets {
    private final Factory factory;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Object, String> taken = new HashMap<>();
    private boolean several; // Else no disk is looked at, which might hang.

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
        var targets = new ArrayList<Target>();
        several = config.targets().values().stream()
                        .filter(place -> place.directory().isPresent())
                        .count()
                > 1;
        new TreeMap<>(config.targets())
                .forEach((name, place) -> target(name, place).ifPresent(targets::add));
        if (!problems.isEmpty()) {
            throw new ConfigValidationException(problems.toArray(Problem[]::new));
        }
        return new Targets(targets);
    }

    private Optional<Target> target(String text, TargetsConfig.Place place) {
        String setting = "darkroom.targets." + text;
        try {
            var name = new TargetName(text);
            Optional<DiskFormat> format = format(setting, place);
            if (place.directory().isPresent() == place.cloud().isPresent()) {
                throw new IllegalArgumentException(setting + " must have exactly one of " + setting + ".directory and "
                        + setting + ".cloud, but has "
                        + (place.cloud().isPresent() ? "both" : "neither"));
            }
            return Optional.of(place.directory()
                    .map(directory -> directory.toAbsolutePath().normalize())
                    .map(directory -> {
                        requireFree(setting + ".directory", several ? real(directory) : directory);
                        return factory.directory(name, format, directory);
                    })
                    .orElseGet(() -> {
                        String cloud = place.cloud().orElseThrow();
                        requireFree(setting + ".cloud", cloud);
                        return factory.cloud(name, format, cloud);
                    }));
        } catch (IllegalArgumentException e) {
            problems.add(
                    new Problem(e.getMessage().startsWith(setting) ? e.getMessage() : setting + ": " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<DiskFormat> format(String setting, TargetsConfig.Place place) {
        try {
            return place.diskFormat().map(DiskFormat::of);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ".disk-format: " + e.getMessage(), e);
        }
    }

    /** Two targets in one place would take each other's images for their own. */
    private void requireFree(String setting, Object place) {
        String other = taken.putIfAbsent(place, setting);
        if (other != null) {
            throw new IllegalArgumentException(
                    setting + " is " + place + ", as " + other + " is: one place is one target");
        }
    }

    /** Where it lies, as far as that is there by now: links may lead elsewhere. */
    private static Path real(Path directory) {
        for (Path there = directory; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(directory));
            } catch (IOException e) {
                continue; // It is still to be made, or may not be looked at.
            }
        }
        return directory;
    }
}
