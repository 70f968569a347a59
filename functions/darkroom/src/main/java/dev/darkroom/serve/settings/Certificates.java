package dev.darkroom.serve.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The certificates of HTTP. Somebody renews them, every few weeks and in the same files: they are read again. */
final class Certificates {
    private static final String DEFAULT = "quarkus.tls";
    private static final String FORMER = "quarkus.http.ssl.certificate";
    private static final String PERIOD = ".reload-period";
    private static final String HOURLY = "1h";

    private Certificates() {}

    /** The groups of settings that say which there are; none: HTTP is not encrypted. */
    static List<String> groups(Settings settings) {
        var groups = new ArrayList<String>();
        if (settings.names(DEFAULT + ".key-store")) {
            groups.add(DEFAULT);
        }
        if (settings.names(FORMER)) {
            groups.add(FORMER);
        }
        settings.value("quarkus.http.tls-configuration-name")
                .map(name -> named(settings, name))
                .ifPresent(groups::add);
        return groups;
    }

    /** In the spelling that the user has for it: in two, one would hide the other. */
    private static String named(Settings settings, String name) {
        String quoted = DEFAULT + ".\"" + name + '"';
        return settings.names(quoted) || name.contains(".") ? quoted : DEFAULT + "." + name;
    }

    /** How often they are read again, where the user does not say so. */
    static Map<String, String> renewal(Settings settings, List<String> groups) {
        return groups.stream()
                .map(group -> group + PERIOD)
                .filter(period -> settings.value(period).isEmpty())
                .collect(Collectors.toMap(period -> period, period -> HOURLY));
    }
}
