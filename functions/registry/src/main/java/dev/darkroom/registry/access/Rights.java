package dev.darkroom.registry.access;

import java.util.Set;

/**
 * What a caller may do, in the names that an OpenID provider gives as roles or as scopes. They say whose they are: a token
 * that was made for another service must not be good for anything here.
 */
public final class Rights {
    private static final String OURS = "darkroom:";

    /** Ask what there is. */
    public static final String READ = OURS + "read";
    /** Publish catalogues. */
    public static final String PUBLISH = OURS + "publish";
    /** Have failed images tried again. */
    public static final String RETRY = OURS + "retry";

    public static final Set<String> ALL = Set.of(READ, PUBLISH, RETRY);

    private Rights() {}

    /** @param label as people write it, such as {@code read} */
    static String of(String label) {
        String right = OURS + label;
        if (!ALL.contains(right)) {
            throw new IllegalArgumentException("there is no right of this name");
        }
        return right;
    }
}
