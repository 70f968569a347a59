package dev.darkroom.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Each long option can be given as an environment variable, too: {@code --disk-format} as {@code DARKROOM_DISK_FORMAT}. An
 * empty one counts as none, as scripts write it, and so does one that Kubernetes has set; and who has a
 * {@code DARKROOM_VERSION} does not ask for ours.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    /** What is between the values of an option that may be given several times; arguments have none. */
    static final String BETWEEN = "\n";

    /** The same in a variable, as in the lists of settings, where a backslash before it makes it part of a value. */
    private static final Pattern COMMA = Pattern.compile("\\s*(?<!\\\\),\\s*");

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
            return null;
        }
        String name = name(option.longestName());
        String value = environment.get(name);
        boolean none = value == null || value.isBlank() || ServiceLinks.isOne(name, value);
        if (none || option.versionHelp() || option.usageHelp()) {
            return null;
        }
        boolean several = BETWEEN.equals(option.splitRegex());
        return several ? COMMA.matcher(value).replaceAll(BETWEEN).replace("\\,", ",") : value;
    }

    static String name(String option) {
        return "DARKROOM_" + option.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
