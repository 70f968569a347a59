package dev.darkroom.cli;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Says that the proxies that the environment names are not used, as other programs use them: where they are the only way out,
 * every origin looks as if it were away.
 */
final class UnusedProxies {
    private static final Set<String> NAMES = Set.of("http_proxy", "https_proxy", "all_proxy");

    private UnusedProxies() {}

    /** Their values may hold passwords, and are not said. */
    static void say(Console console) {
        List<String> set = console.environment().entrySet().stream()
                .filter(each -> NAMES.contains(each.getKey().toLowerCase(Locale.ROOT)))
                .filter(each -> !each.getValue().isBlank())
                .map(each -> each.getKey())
                .sorted()
                .toList();
        if (!set.isEmpty()) {
            console.say(String.join(", ", set) + (set.size() == 1 ? " is" : " are")
                    + " set, but Darkroom uses no proxy: it connects to origins and clouds by itself");
        }
    }
}
