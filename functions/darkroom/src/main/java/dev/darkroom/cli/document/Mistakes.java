package dev.darkroom.cli.document;

import dev.darkroom.registry.catalogue.Complaint;
import dev.darkroom.registry.catalogue.Jinja;
import dev.darkroom.registry.catalogue.Place;
import dev.darkroom.registry.catalogue.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects mistakes; one that is met again, as a wrong default is with every image, is said once. */
final class Mistakes {
    private final Set<Mistake> all = new LinkedHashSet<>();
    /** What has a mistake, and what inherits one. */
    private final Set<String> spoilt = new HashSet<>();

    private final Set<Mistake> warnings = new LinkedHashSet<>();
    private boolean nothingIsSure;

    void add(Mistake mistake) {
        all.add(mistake);
        if (mistake.entry() != null) {
            spoilt.add(mistake.entry());
        }
    }

    void add(Place place, String field, String message) {
        add(new Mistake(place.file(), place.line(), place.entry(), field, message));
    }

    /** Notes that a value is wrong; of an expression that stands there, that it is one. */
    void wrong(String what, Tree value, String message) {
        add(value.place(), null, Jinja.refusal(what, value, message));
    }

    void addAll(Collection<Complaint> complaints) {
        complaints.forEach(complaint -> {
            Place place = complaint.place();
            // A default is written elsewhere than in the entry that it spoils.
            add(place, complaint.field(), complaint.message());
            spoilt.add(complaint.entry());
        });
    }

    /** Notes what is right, and probably not meant. */
    void warn(Place place, String message) {
        warnings.add(new Mistake(place.file(), place.line(), place.entry(), null, message));
    }

    List<Mistake> warnings() {
        return List.copyOf(warnings);
    }

    /** Whether an entry has a mistake, or inherits one. */
    boolean isSpoilt(String entry) {
        return spoilt.contains(entry);
    }

    /** Notes that an entry inherits a mistake which is said elsewhere. */
    void markSpoilt(String entry) {
        spoilt.add(entry);
    }

    /**
     * Notes that a mistake may hide what is said of any image, such as that it is private: a document that was not read, a
     * section that nobody recognises.
     */
    void markNothingSure() {
        nothingIsSure = true;
    }

    /** Whether nobody knows of any entry that it is as it was meant. */
    boolean nothingIsSure() {
        return nothingIsSure;
    }

    boolean isIn(String file, String entry) {
        return all.stream().anyMatch(mistake -> mistake.file().equals(file) && entry.equals(mistake.entry()));
    }

    /** @param files in the order in which they were read */
    List<Mistake> inOrder(List<String> files) {
        var order = new ArrayList<>(all);
        order.sort(Comparator.<Mistake>comparingInt(mistake -> files.indexOf(mistake.file()))
                .thenComparingInt(Mistake::line));
        return List.copyOf(order);
    }
}
