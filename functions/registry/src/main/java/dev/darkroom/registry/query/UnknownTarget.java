package dev.darkroom.registry.query;

import dev.darkroom.events.Texts;
import java.util.Collection;

/** What people are told who name a target that is not there. */
public final class UnknownTarget {
    private UnknownTarget() {}

    public static String words(String name, Collection<String> known) {
        return "there is no target " + Texts.quote(name) + "; there are: "
                + (known.isEmpty() ? "none" : String.join(", ", known));
    }
}
