package dev.darkroom.cli;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Each long option can be given as an environment variable, too: {@code --disk-format} as {@code DARKROOM_DISK_FORMAT}. An
 * empty one counts as none, as scripts write it, and so does one that Kubernetes has set; and who has a
 * {@code DARKROOM_VERSION} does not ask for ours.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
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
        return none || option.versionHelp() || option.usageHelp() ? null : value;
    }

    static String name(String option) {
        return "DARKROOM_" + option.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
