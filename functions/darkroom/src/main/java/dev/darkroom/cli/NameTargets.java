package dev.darkroom.cli;

import dev.darkroom.cli.TargetOptions.Place;
import dev.darkroom.registry.query.TargetView;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives each place a name: a cloud its own, a directory its last segment. A name always means the same place: a directory
 * that is known keeps its name, another one gets a number behind it.
 */
final class NameTargets {
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

    /** The name of the known target that is this place. */
    Optional<String> known(Place place) {
        return switch (place) {
            case Place.Directory directory ->
                known.keySet().stream()
                        .filter(name -> mayBe(known.get(name), directory))
                        .findFirst();
            // Where no directory has the name itself, a numbered one is the own name of another cloud.
            case Place.Cloud cloud -> Optional.of(name(cloud, Map.of())).filter(known::containsKey);
        };
    }

    /** Where a cloud is, the cloud alone tells: it is known by its name. */
    private static boolean mayBe(TargetView target, Place place) {
        return target.kind().equals(place.kind())
                && switch (place) {
                    case Place.Directory(Path path) -> target.location().equals(path.toString());
                    case Place.Cloud cloud -> true;
                };
    }

    private String name(Place place, Map<String, Place> taken) {
        String name = fit(
                switch (place) {
                    case Place.Cloud(String cloud) -> cloud;
                    case Place.Directory(Path path) -> Objects.toString(path.getFileName(), "");
                });
        for (int number = 1; ; number++) {
            String candidate = number == 1 ? name : name + "-" + number;
            TargetView target = known.get(candidate);
            if (!taken.containsKey(candidate) && (target == null || mayBe(target, place))) {
                return candidate;
            }
        }
    }

    private static String fit(String text) {
        String fit =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-").replaceAll("^[_.-]+", "");
        return fit.isEmpty() ? "target" : fit.substring(0, Math.min(100, fit.length()));
    }
}
