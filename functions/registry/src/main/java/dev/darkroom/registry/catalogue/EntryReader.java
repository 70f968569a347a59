package dev.darkroom.registry.catalogue;

import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Tree.Fields;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the fields of one entry, each by its rule; whatever breaks a rule becomes a complaint, and the reading goes on. */
final class EntryReader {
    /** Of one entry; an entry of nothing but mistakes must not become a flood of events. */
    static final int MOST_COMPLAINTS = 25;

    private final String entry;
    private final Fields fields;
    private final List<Complaint> complaints;
    private final Map<Tree, Complaint> inherited;
    private final Set<String> known = new TreeSet<>();
    private final int before;
    private boolean inherits;

    /** Values that something is wrong with, each with what that is; the same text elsewhere is another value. */
    private final Map<Tree, Complaint> wrong = new IdentityHashMap<>();

    /** @param complaints receives what is wrong */
    EntryReader(String entry, Fields fields, List<Complaint> complaints) {
        this(entry, fields, complaints, Map.of());
    }

    /** @param inherited the {@link #wrong()} values of the defaults: they are not judged again with each heir */
    EntryReader(String entry, Fields fields, List<Complaint> complaints, Map<Tree, Complaint> inherited) {
        this.entry = entry;
        this.fields = fields;
        this.complaints = complaints;
        this.inherited = inherited;
        this.before = complaints.size();
    }

    /** What a value must be; it says in an {@link IllegalArgumentException} what it is instead. */
    @FunctionalInterface
    interface Rule<T> {
        T read(String field, Tree value);
    }

    /** The value of a field; null when it is absent or wrong. */
    <T> T read(String field, Rule<T> rule) {
        Tree value = tree(field);
        return value == null ? null : read(field, value, rule);
    }

    /** The value of a part of a field; null when it is wrong. */
    <T> T read(String part, Tree value, Rule<T> rule) {
        if (isInherited(value)) {
            return null;
        }
        try {
            return rule.read(part, value);
        } catch (IllegalArgumentException e) {
            complain(part, value, e.getMessage());
            return null;
        }
    }

    /** A field as it is; null when it is absent. */
    Tree tree(String field) {
        known.add(field);
        return fields.get(field);
    }

    /** The fields that have been asked for. */
    Set<String> known() {
        return known;
    }

    boolean has(String field) {
        return fields.get(field) != null;
    }

    void complain(String field, String message) {
        Tree value = fields.get(field);
        complain(field, value == null ? fields : value, message);
    }

    void complain(String field, Tree value, String message) {
        say(field, value, Jinja.refusal(field == null ? entry : field, value, message));
    }

    private void say(String field, Tree value, String message) {
        if (isInherited(value)) {
            return;
        }
        int sofar = complaints.size() - before;
        var complaint = new Complaint(value.place(), entry, field, value.excerpt(), UrlSecrets.hide(message));
        wrong.putIfAbsent(value, complaint);
        if (sofar < MOST_COMPLAINTS) {
            complaints.add(complaint);
        } else if (sofar == MOST_COMPLAINTS) {
            complaints.add(new Complaint(
                    fields.place(), entry, null, null, "more is wrong with " + entry + ": correct this first"));
        }
    }

    Map<Tree, Complaint> wrong() {
        return wrong;
    }

    /** Whether a value is wrong where it is inherited from. Of all that is, only the first is said of the heir. */
    private boolean isInherited(Tree value) {
        Complaint complaint = inherited.get(value);
        if (complaint != null && !inherits) {
            inherits = true;
            complaints.add(
                    new Complaint(complaint.place(), entry, complaint.field(), complaint.value(), complaint.message()));
        }
        return complaint != null;
    }

    /** Complains of the fields that nobody has asked for. */
    void endOfFields() {
        fields.fields().forEach((field, value) -> {
            if (!known.contains(field) && !isInherited(value)) {
                String message = "there is no field " + UrlSecrets.quote(field) + Suggestion.of(field, known);
                say(UrlSecrets.clean(field), value, message);
            }
        });
    }

    boolean good() {
        return complaints.size() == before;
    }
}
