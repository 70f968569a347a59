package dev.darkroom.serve.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The certificates of HTTP. Somebody renews them, every few weeks and in the same files: they are read again. */
final class Certificates {
    private static final String DEFAULT = "quarkus.tls";
    private static final String FORMER = "quarkus.http.ssl.certificate";
    private static final String PERIOD = ".reload-period";
    private static final String HOURLY = "1h";

    /** Of a variable: the framework takes a number that stands alone for an index, and there is no list. */
    private static final Pattern INDEX = Pattern.compile("(QUARKUS_TLS_(?:.+_)?KEY_STORE_PEM_)(\\d+)(_(?:CERT|KEY))");

    private Certificates() {}

    /** The groups of settings that say which there are; none: HTTP is not encrypted. */
    static List<String> groups(Settings settings) {
        requireRead(settings.below(DEFAULT));
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

    private static void requireRead(List<String> set) {
        for (String name : set) {
            Matcher index = INDEX.matcher(name);
            if (index.matches() && set.stream().noneMatch(each -> each.contains(".pem." + index.group(2) + "."))) {
                throw ServerNotStartedException.wrong("the variable " + name + " is not read: name the certificate "
                        + index.group(1) + "_" + index.group(2) + "_" + index.group(3)
                        + ", with two underscores on either side of what you choose, or in the file of --config");
            }
        }
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
