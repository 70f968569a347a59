package dev.darkroom.serve.settings;

import dev.darkroom.convert.ConvertConfig;
import dev.darkroom.convert.SandboxConfig;
import dev.darkroom.fetch.FetchConfig;
import dev.darkroom.fetch.policy.OriginsConfig;
import dev.darkroom.fetch.verify.VerifyConfig;
import dev.darkroom.registry.RegistrySettings;
import dev.darkroom.registry.access.AccessSettings;
import dev.darkroom.staging.DemandConfig;
import dev.darkroom.upload.TargetsConfig;
import dev.darkroom.upload.UploadConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting that there is. */
public final class KnownSettings {
    private static final List<Class<?>> GROUPS = List.of(
            AccessSettings.class,
            ConvertConfig.class,
            DemandConfig.class,
            FetchConfig.class,
            OriginsConfig.class,
            RegistrySettings.class,
            SandboxConfig.class,
            TargetsConfig.class,
            UploadConfig.class,
            VerifyConfig.class);

    /** What may stand for {@code *} in a name. */
    private static final String CHOSEN = "([^.\"]+|\"[^\"]+\")";

    private static final String CHOSEN_IN_VARIABLE = "[A-Z0-9]+|_[A-Z0-9]+(_[A-Z0-9]+)*_";

    private KnownSettings() {}

    /** What reads each of them; {@code *} in a name is a part that people choose, or a number in brackets. */
    static SortedMap<String, Method> all() {
        var all = new TreeMap<String, Method>();
        GROUPS.forEach(group -> ConfigMappings.getProperties(ConfigClass.configClass(group))
                .forEach((name, property) -> all.put(name, property.getMethod())));
        return all;
    }

    /** Whether a name is one of them, as it is written in a file of properties. */
    static boolean isName(String name) {
        return all().keySet().stream()
                .anyMatch(setting -> name.matches(String.join(CHOSEN, parts(setting, Pattern::quote))));
    }

    /**
     * Whether an environment variable is one of them. A part that people choose is one word there, or stands between two
     * underscores on either side: else only names that are set elsewhere show where it ends.
     *
     * @param names what is set, wherever that is
     */
    static boolean isVariable(String variable, Collection<String> names) {
        return all().keySet().stream().anyMatch(setting -> {
            String chosen = Stream.concat(Stream.of(CHOSEN_IN_VARIABLE), chosen(setting, names))
                    .collect(Collectors.joining("|", "(", ")"));
            return variable.matches(String.join(chosen, variableParts(setting)));
        });
    }

    /** What people have chosen for a setting, or for its neighbours, as it stands in variables; but nothing in quotes. */
    private static Stream<String> chosen(String setting, Collection<String> names) {
        String before = setting.split("\\*", -1)[0];
        return names.stream()
                .filter(name -> !before.equals(setting) && name.startsWith(before))
                .map(name -> name.substring(before.length()).split("\\.", -1)[0])
                .filter(part -> part.matches(CHOSEN) && !part.startsWith("\""))
                .map(KnownSettings::variable);
    }

    /** The environment variables of all settings; where people choose a part, as it stands in a name that is like them. */
    public static List<String> variablesLike(String name) {
        var variables = new ArrayList<String>();
        for (String setting : all().keySet()) {
            List<String> parts = variableParts(setting);
            if (parts.size() == 1) {
                variables.add(parts.getFirst());
            } else if (name.startsWith(parts.getFirst())) {
                String rest = name.substring(parts.getFirst().length());
                for (int end = rest.indexOf('_', 1); end > 0; end = rest.indexOf('_', end + 1)) {
                    variables.add(String.join(quoted(rest.substring(0, end)), parts));
                }
            }
        }
        return variables;
    }

    /** All settings; where people choose a part, as it stands in a name that is like them. */
    static List<String> namesLike(String name) {
        var names = new ArrayList<String>();
        for (String setting : all().keySet()) {
            List<String> parts = parts(setting, UnaryOperator.identity());
            Matcher chosen = Pattern.compile(Pattern.quote(parts.getFirst()) + CHOSEN + "\\..*")
                    .matcher(name);
            if (parts.size() == 1) {
                names.add(setting);
            } else if (chosen.matches()) {
                names.add(String.join(chosen.group(1), parts));
            }
        }
        return names;
    }

    /** Several words that people choose are one part of a name only between underscores. */
    private static String quoted(String chosen) {
        String words = chosen.replaceAll("^_|_$", "");
        return words.contains("_") ? "_" + words + "_" : words;
    }

    private static List<String> variableParts(String setting) {
        return parts(setting, KnownSettings::variable);
    }

    /** A setting, cut where people choose. */
    private static List<String> parts(String setting, UnaryOperator<String> form) {
        return Arrays.stream(setting.split("\\*", -1)).map(form).toList();
    }

    /** A name as environment variables have it. */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
