package dev.darkroom.cli;

import dev.darkroom.cli.TargetOptions.Place;
import dev.darkroom.registry.query.TargetView;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives each place a name: a cloud its own, a directory its last segment. A name always means the same place: a directory
 * that is known keeps its name, another one gets a number behind it.
 */
final class NameTargets {
    private static final String DIRECTORY = "directory";

    private final SortedMap<String, TargetView> known;

    /** @param known the targets that the registry knows from before */
    NameTargets(Map<String, TargetView> known) {
        this.known = new TreeMap<>(known);
    }

    /** @throws CommandException when a place is named twice */
    SortedMap<String, Place> of(List<Place> places) {
        var names = new TreeMap<String, Place>();
        for (Place place : places) {
            if (names.containsValue(place)) {
                throw CommandException.usage("--to names the same place twice: " + place);
            }
            names.put(name(place, names), place);
        }
        return names;
    }

    private String name(Place place, Map<String, Place> taken) {
        return switch (place) {
            case Place.Cloud(String cloud) -> free(fit(cloud), taken, "", cloud);
            case Place.Directory(Path path) -> {
                Path last = path.getFileName();
                yield free(fit(last == null ? "" : last.toString()), taken, DIRECTORY, path.toString());
            }
        };
    }

    private String free(String name, Map<String, Place> taken, String kind, String location) {
        for (int number = 1; ; number++) {
            String candidate = number == 1 ? name : name + "-" + number;
            if (!taken.containsKey(candidate) && !means(known.get(candidate), kind, location)) {
                return candidate;
            }
        }
    }

    /** Whether a known target is another place than this. The location of a cloud is told by the cloud only. */
    private static boolean means(TargetView target, String kind, String location) {
        if (target == null) {
            return false;
        }
        boolean directory = target.kind().equals(DIRECTORY);
        return kind.equals(DIRECTORY) ? !directory || !target.location().equals(location) : directory;
    }

    private static String fit(String text) {
        String fit = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-").replaceAll("^[_.-]+", "");
        return fit.isEmpty() ? "target" : fit.substring(0, Math.min(100, fit.length()));
    }
}
