package dev.darkroom.registry.query;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may stand without quotes as a name in YAML. Ansible and other readers of YAML 1.1 take {@code 2026_08_01} for a
 * number, {@code 12:30} for 750, {@code on} for true, and {@code =} for a mistake.
 */
public final class YamlNames {
    private static final Pattern WORDS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*( [A-Za-z0-9_]+)*");
    private static final Set<String> TAKEN = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private YamlNames() {}

    /** Whether every reader takes it for the text that it is. */
    public static boolean isPlain(String name) {
        return WORDS.matcher(name).matches() && !TAKEN.contains(name.toLowerCase(Locale.ROOT));
    }
}
