package dev.darkroom.cli.document;

import dev.darkroom.registry.catalogue.MergeTrees;
import dev.darkroom.registry.catalogue.Place;
import dev.darkroom.registry.catalogue.Rules;
import dev.darkroom.registry.catalogue.Suggestion;
import dev.darkroom.registry.catalogue.Tree;
import dev.darkroom.registry.catalogue.Tree.Fields;
import dev.darkroom.registry.catalogue.Tree.Items;
import dev.darkroom.registry.catalogue.Tree.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azimuth's variables files as catalogues. As in Ansible, a variable of a later file replaces that of an earlier one, and
 * what a file does not set is as Azimuth's roles have it (qcow2, community); only the images of {@code _default} and {@code
 * _extra} are merged key by key. The keys of the images are their keys here.
 */
final class AzimuthVariables {
    private static final String FORMER = "infra_community_images";
    private static final String PRESENT = "community_images";
    private static final String DISK_FORMAT = "qcow2";
    private static final String SHARED = "shared";
    private static final Set<String> IMAGES =
            Set.of(FORMER, FORMER + "_default", FORMER + "_extra", PRESENT, PRESENT + "_default", PRESENT + "_extra");
    private static final String ENABLED = PRESENT + "_enabled";
    private static final Set<String> SETTINGS = Set.of(
            ENABLED,
            "infra_community_images_target_disk_format",
            "infra_community_images_projects",
            "community_images_disk_format",
            "community_images_custom_properties",
            "community_images_default_visibility",
            "community_images_share_projects");
    private static final Pattern REFERENCE = Pattern.compile(
            "\\{\\{-?\\s*(infra_community_images_target_disk_format|community_images_disk_format)\\s*-?}}");
    /** What Azimuth's own file says: the images of {@code _extra} laid over those of {@code _default}. */
    private static final Pattern COMBINED = Pattern.compile("\\{\\{-?\\s*(?:[a-z_]+_)?default\\s*\\|\\s*"
            + "combine\\(\\s*(?:[a-z_]+_)?extra\\s*(?:,\\s*recursive\\s*=\\s*[Tt]rue\\s*)?\\)\\s*-?}}\\s*");

    private final Map<String, Tree> variables = new HashMap<>();
    private final Mistakes mistakes;

    AzimuthVariables(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** Whether a variable of this name makes a document an Azimuth variables file. */
    static boolean isOne(String variable) {
        return variable.startsWith(FORMER) || variable.startsWith(PRESENT);
    }

    static boolean isRead(String variable) {
        return IMAGES.contains(variable) || SETTINGS.contains(variable);
    }

    /** Whether a variable is a mapping of keys to images. */
    static boolean haveImages(String variable) {
        return IMAGES.contains(variable);
    }

    /** What a variable that is not read was probably meant to be. */
    static Optional<String> meant(String variable) {
        var read = new ArrayList<>(IMAGES);
        read.addAll(SETTINGS);
        return isRead(variable) ? Optional.empty() : Suggestion.nearest(variable, read);
    }

    void add(Document document) {
        document.fields().fields().forEach((name, value) -> {
            boolean merged = name.endsWith("_default") || name.endsWith("_extra");
            variables.merge(name, value, (first, second) -> merged ? MergeTrees.over(first, second) : second);
        });
    }

    void gatherInto(Gathered gathered) {
        Map<String, Tree> ofProjects = sharedWith("infra_community_images_projects");
        if (!ofProjects.isEmpty()) {
            ofProjects.put(
                    "visibility",
                    new Scalar(
                            SHARED,
                            variables.get("infra_community_images_projects").place()));
        }
        images(FORMER).forEach((key, image) -> gathered.image(key, image, fields(ofProjects)));
        images(PRESENT).forEach((key, image) -> {
            gathered.image(key, image, fields(presentDefaults(image)));
            if (has("community_images_custom_properties")) {
                Tree custom = variables.get("community_images_custom_properties");
                gathered.image(key, new Fields(Map.of("properties", custom), image.place()), Fields.NONE);
            }
        });
        if (SETTINGS.stream().anyMatch(mistakes::isSpoilt)) {
            // Nobody knows to whom they would be visible, or in which format.
            images(FORMER).keySet().forEach(key -> mistakes.markSpoilt("images." + key));
            images(PRESENT).keySet().forEach(key -> mistakes.markSpoilt("images." + key));
        }
    }

    private Map<String, Tree> presentDefaults(Tree image) {
        var defaults = new LinkedHashMap<String, Tree>();
        defaults.put("disk_format", diskFormat("community_images_disk_format", image.place()));
        if (has("community_images_default_visibility")) {
            defaults.put("visibility", variables.get("community_images_default_visibility"));
        }
        Tree version = field(image, "kubernetes_version");
        if (version instanceof Scalar && !Tree.isNull(version)) {
            // What Azimuth's role sets, and Magnum's Cluster API driver asks of an image.
            defaults.put(
                    "properties",
                    fields(Map.of("kube_version", version, "os_distro", new Scalar("ubuntu", version.place()))));
        }
        Tree own = field(image, "visibility");
        Tree visibility = own == null ? defaults.get("visibility") : own;
        if (visibility != null && SHARED.equals(visibility.plain())) {
            defaults.putAll(sharedWith("community_images_share_projects"));
        }
        return defaults;
    }

    private static Tree field(Tree image, String name) {
        return image instanceof Fields fields ? fields.get(name) : null;
    }

    /** The images of one era, references resolved. An empty mapping of all is how they are switched off, or a switch. */
    private Map<String, Tree> images(String variable) {
        if (variable.equals(PRESENT) && isSwitchedOff()) {
            return Map.of();
        }
        Tree all = variables.get(variable);
        Tree images;
        if (all instanceof Fields own) {
            if (!own.fields().isEmpty()) {
                warnOfUnused(variable, variable + "_default");
                warnOfUnused(variable, variable + "_extra");
            }
            images = own;
        } else {
            if (!Tree.isNull(all) && !isCombination(all)) {
                wrong(variable, all);
            }
            images = MergeTrees.over(mapping(variable + "_default"), mapping(variable + "_extra"));
        }
        var resolved = new LinkedHashMap<String, Tree>();
        ((Fields) images).fields().forEach((key, image) -> resolved.put(key, resolve(image)));
        return resolved;
    }

    private void warnOfUnused(String all, String part) {
        if (has(part)) {
            mistakes.warn(variables.get(part).place(), "is not used, since " + all + " is a mapping of its own");
        }
    }

    private boolean isSwitchedOff() {
        if (!has(ENABLED)) {
            return false;
        }
        Tree enabled = variables.get(ENABLED);
        try {
            return !Rules.flag(ENABLED, enabled);
        } catch (IllegalArgumentException e) {
            mistakes.wrong(ENABLED, enabled, e.getMessage());
            return false;
        }
    }

    private Fields mapping(String variable) {
        Tree value = variables.get(variable);
        if (value instanceof Fields images) {
            return images;
        }
        if (!Tree.isNull(value)) {
            wrong(variable, value);
        }
        return Fields.NONE;
    }

    private void wrong(String variable, Tree value) {
        mistakes.wrong(variable, value, variable + " must be a mapping of keys to images, but is " + value.shown());
        mistakes.markNothingSure();
    }

    private static boolean isCombination(Tree value) {
        return value instanceof Scalar(String text, Place ignored)
                && COMBINED.matcher(text).matches();
    }

    private Tree resolve(Tree tree) {
        return switch (tree) {
            case Fields map -> {
                var resolved = new LinkedHashMap<String, Tree>();
                map.fields().forEach((field, value) -> resolved.put(field, resolve(value)));
                yield new Fields(resolved, map.place());
            }
            case Items list ->
                new Items(list.items().stream().map(this::resolve).toList(), list.place());
            case Scalar(String text, Place place) -> {
                Matcher reference = REFERENCE.matcher(text);
                yield reference.matches() ? diskFormat(reference.group(1), place) : tree;
            }
            case Scalar other -> other;
        };
    }

    private Tree diskFormat(String variable, Place place) {
        return has(variable) ? variables.get(variable) : new Scalar(DISK_FORMAT, place);
    }

    /** The field {@code share_with}, from a list of projects; nothing when the list is empty. */
    private Map<String, Tree> sharedWith(String variable) {
        var fields = new LinkedHashMap<String, Tree>();
        if (!has(variable)) {
            return fields;
        }
        Tree projects = variables.get(variable);
        var ids = new ArrayList<Tree>();
        for (Tree each : projects instanceof Items list ? list.items() : List.of(projects)) {
            if (projects instanceof Items && each instanceof Fields one && one.get("id") != null) {
                ids.add(one.get("id"));
            } else {
                mistakes.wrong(
                        variable,
                        each,
                        variable + " must be a list of projects, each with its id: [{key: CLOUD, id: PROJECT}]");
            }
        }
        if (!ids.isEmpty()) {
            fields.put("share_with", new Items(ids, projects.place()));
        }
        return fields;
    }

    private boolean has(String variable) {
        return !Tree.isNull(variables.get(variable));
    }

    private static Fields fields(Map<String, Tree> map) {
        return new Fields(map, Place.NONE);
    }
}
