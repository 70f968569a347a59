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
import java.util.TreeMap;

/** Says of the settings of targets what is wrong with them. */
public final class JudgeTargets {
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Object, String> taken = new HashMap<>();
    private final boolean several; // Else no disk is looked at, which might hang.

    private JudgeTargets(boolean several) {
        this.several = several;
    }

    /** @throws ConfigValidationException naming every setting that is wrong */
    public static void require(TargetsConfig config) {
        long directories = config.targets().values().stream()
                .filter(place -> place.directory().isPresent())
                .count();
        var judge = new JudgeTargets(directories > 1);
        new TreeMap<>(config.targets()).forEach(judge::target);
        if (!judge.problems.isEmpty()) {
            throw new ConfigValidationException(judge.problems.toArray(Problem[]::new));
        }
    }

    private void target(String text, TargetsConfig.Place place) {
        String setting = "darkroom.targets." + text;
        try {
            requireWords(setting, text, place);
            place.directory()
                    .map(ConfiguredTargets::absolute)
                    .ifPresent(directory -> requireFree(setting + ".directory", several ? real(directory) : directory));
            place.cloud().ifPresent(cloud -> requireFree(setting + ".cloud", cloud));
        } catch (IllegalArgumentException e) {
            problems.add(
                    new Problem(e.getMessage().startsWith(setting) ? e.getMessage() : setting + ": " + e.getMessage()));
        }
    }

    private static void requireWords(String setting, String text, TargetsConfig.Place place) {
        new TargetName(text).value();
        try {
            place.diskFormat().ifPresent(DiskFormat::of);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + ".disk-format: " + e.getMessage(), e);
        }
        if (place.directory().isPresent() == place.cloud().isPresent()) {
            throw new IllegalArgumentException(setting + " must have exactly one of " + setting + ".directory and "
                    + setting + ".cloud, but has "
                    + (place.cloud().isPresent() ? "both" : "neither"));
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
