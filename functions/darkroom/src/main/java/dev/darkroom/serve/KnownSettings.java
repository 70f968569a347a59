package dev.darkroom.serve;

import dev.darkroom.convert.ConvertConfig;
import dev.darkroom.convert.SandboxConfig;
import dev.darkroom.fetch.FetchConfig;
import dev.darkroom.fetch.OriginsConfig;
import dev.darkroom.fetch.VerifyConfig;
import dev.darkroom.registry.RegistrySettings;
import dev.darkroom.registry.access.AccessSettings;
import dev.darkroom.upload.TargetsConfig;
import dev.darkroom.upload.UploadConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every setting that there is. */
public final class KnownSettings {
    private static final List<Class<?>> GROUPS = List.of(
            AccessSettings.class,
            ConvertConfig.class,
            FetchConfig.class,
            OriginsConfig.class,
            ProcessSettings.class,
            RegistrySettings.class,
            SandboxConfig.class,
            TargetsConfig.class,
            UploadConfig.class,
            VerifyConfig.class);

    private KnownSettings() {}

    /** What reads each of them; {@code *} in a name is a part that people choose, or a number in brackets. */
    static SortedMap<String, Method> all() {
        var all = new TreeMap<String, Method>();
        GROUPS.forEach(group -> ConfigMappings.getProperties(ConfigClass.configClass(group))
                .forEach((name, property) -> all.put(name, property.getMethod())));
        return all;
    }

    /** Whether an environment variable is one of them. */
    public static boolean isVariable(String name) {
        return all().keySet().stream().anyMatch(setting -> name.matches(String.join("[A-Z0-9_]+", parts(setting))));
    }

    /** The environment variables of all settings; where people choose a part, as it stands in a name that is like them. */
    public static List<String> variablesLike(String name) {
        var variables = new ArrayList<String>();
        for (String setting : all().keySet()) {
            List<String> parts = parts(setting);
            if (parts.size() == 1) {
                variables.add(parts.getFirst());
            } else if (name.startsWith(parts.getFirst())) {
                String rest = name.substring(parts.getFirst().length());
                for (int end = rest.indexOf('_', 1); end > 0; end = rest.indexOf('_', end + 1)) {
                    variables.add(String.join(rest.substring(0, end), parts));
                }
            }
        }
        return variables;
    }

    /** The variable of a setting, cut where people choose. */
    private static List<String> parts(String setting) {
        return Arrays.stream(setting.split("\\*", -1))
                .map(part -> part.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .toList();
    }
}
