package dev.darkroom.upload;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.TargetName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The targets that this uploader serves. */
public final class Targets {
    private final Map<TargetName, Target> byName = new TreeMap<>();

    public Targets(Collection<? extends Target> targets) {
        targets.forEach(target -> byName.put(target.name(), target));
    }

    public List<Target> all() {
        return List.copyOf(byName.values());
    }

    public Optional<Target> named(TargetName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Those that are to have the image in this format. */
    public List<Target> taking(ImageSpec spec, DiskFormat format) {
        return byName.values().stream()
                .filter(target -> spec.formatAt(target.wants()) == format)
                .toList();
    }
}
