package dev.darkroom.registry.catalogue;

import dev.darkroom.events.Alias;
import dev.darkroom.events.ByteSize;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Judges the entries of a catalogue: a good one is never held up by a bad one, and everything wrong is said at once. */
public final class JudgeEntries {
    private static final String DEFAULTS = "defaults";
    /** They are merged into every image, so they multiply. */
    private static final int MOST_DEFAULTS = 500;

    private static final ByteSize MOST_INHERITED = ByteSize.ofMiB(8);

    private static final int LONGEST_NAME = 128;
    /** What Ansible, Terraform and a shell all take for the name of a variable. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private final SortedMap<ImageKey, ImageSpec> images = new TreeMap<>();
    private final SortedMap<Alias, ImageKey> aliases = new TreeMap<>();
    private final SortedMap<String, String> wiring = new TreeMap<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private Map<Tree, Complaint> wrongDefaults = Map.of();

    /** The names of all that may be said of an image, and so be a default. */
    public static Set<String> fieldsOfImages() {
        var in = new EntryReader(DEFAULTS, Fields.NONE, new ArrayList<>());
        ImageFields.read(in);
        return in.known();
    }

    public SortedMap<ImageKey, ImageSpec> images() {
        return images;
    }

    public SortedMap<Alias, ImageKey> aliases() {
        return aliases;
    }

    public SortedMap<String, String> wiring() {
        return wiring;
    }

    /** In the order of judging. */
    public List<Complaint> complaints() {
        return complaints;
    }

    /** @param tree its fields, defaults merged in */
    public void image(String key, Tree tree) {
        String entry = "images." + UrlSecrets.clean(key);
        Optional<ImageKey> name = name(entry, key, tree);
        Optional<ImageSpec> spec = fields(entry, tree)
                .flatMap(fields ->
                        new JudgeImage(key, new EntryReader(entry, fields, complaints, wrongDefaults)).judge());
        if (name.isPresent() && spec.isPresent()) {
            images.put(name.get(), spec.get());
        }
    }

    /** Fields that are not yet an image: each is judged, none is missed. */
    public void partial(String entry, Tree tree) {
        fields(entry, tree).ifPresent(fields -> ImageFields.read(new EntryReader(entry, fields, complaints)));
    }

    /**
     * Once for all the images that they are merged into afterwards.
     *
     * @return whether they are few enough to be merged into every image
     */
    public boolean defaults(Tree tree) {
        wrongDefaults = fields(DEFAULTS, tree).map(this::wrong).orElse(Map.of());
        int values = MergeTrees.size(tree);
        if (values > MOST_DEFAULTS) {
            complain(
                    DEFAULTS,
                    tree,
                    "defaults must have at most " + MOST_DEFAULTS + " values but have " + values
                            + ": no image is taken over");
        }
        return values <= MOST_DEFAULTS;
    }

    /**
     * Asked before the defaults are merged into the images of a part: together they must be held in memory.
     *
     * @return whether what the images would inherit is little enough
     */
    public boolean inherited(Tree defaults, int images) {
        var inherited = new ByteSize(MergeTrees.bytes(defaults) * images);
        boolean little = inherited.compareTo(MOST_INHERITED) <= 0;
        if (!little) {
            complain(
                    DEFAULTS,
                    defaults,
                    "defaults must come to at most " + MOST_INHERITED + " in all images of one part but come to "
                            + inherited + " in " + images
                            + ": no image is taken over; say less in defaults, or publish it in more parts");
        }
        return little;
    }

    private Map<Tree, Complaint> wrong(Fields defaults) {
        var in = new EntryReader(DEFAULTS, defaults, complaints);
        ImageFields.read(in);
        return in.wrong();
    }

    /**
     * Where an alias leads is judged only as far as this catalogue tells: a key may have come with an earlier one. One that
     * leads to null is taken away, also where its name is a key now.
     *
     * @param images those of the same catalogue, good or bad
     */
    public void aliases(Map<String, Tree> aliases, Map<String, Tree> images) {
        aliases.forEach((alias, tree) -> judge("aliases." + UrlSecrets.clean(alias), tree, () -> {
            var name = new Alias(alias);
            if (Tree.isNull(tree)) {
                this.aliases.put(name, null);
                return;
            }
            String key = Rules.text("an alias", tree, LONGEST_NAME);
            if (images.containsKey(alias)) {
                throw new IllegalArgumentException(
                        "alias " + alias + " is also the key of an image: give the alias a name of its own");
            }
            if (!Tree.isNull(aliases.get(key)) && !images.containsKey(key)) {
                throw new IllegalArgumentException("alias " + alias + " points at " + UrlSecrets.quote(key)
                        + ", which is an alias: point it at the key of an image");
            }
            this.aliases.put(name, new ImageKey(key));
        }));
    }

    public void wiring(Map<String, Tree> wiring) {
        wiring.forEach((variable, tree) -> judge("wiring." + UrlSecrets.clean(variable), tree, () -> {
            if (!VARIABLE.matcher(variable).matches()) {
                throw new IllegalArgumentException("the name of a variable must match " + VARIABLE.pattern()
                        + " but is " + UrlSecrets.quote(variable));
            }
            this.wiring.put(
                    variable,
                    Tree.isNull(tree) ? null : new Alias(Rules.text("a variable", tree, LONGEST_NAME)).value());
        }));
    }

    private void judge(String entry, Tree tree, Runnable rules) {
        try {
            rules.run();
        } catch (IllegalArgumentException e) {
            complain(entry, tree, e.getMessage());
        }
    }

    private Optional<ImageKey> name(String entry, String key, Tree tree) {
        try {
            return Optional.of(new ImageKey(key));
        } catch (IllegalArgumentException e) {
            complain(entry, tree, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Fields> fields(String entry, Tree tree) {
        if (tree instanceof Fields fields) {
            return Optional.of(fields);
        }
        complain(entry, tree, entry + " must be a mapping of fields but is " + tree.shown());
        return Optional.empty();
    }

    private void complain(String entry, Tree tree, String message) {
        String name = entry.substring(entry.indexOf('.') + 1);
        String said = Jinja.isIn(name) ? Jinja.refusal("the name of " + entry, name) : message;
        new EntryReader(entry, Fields.NONE, complaints).complain(null, tree, said);
    }
}
