package dev.darkroom.cli;

import dev.darkroom.registry.catalogue.Suggestion;
import dev.darkroom.serve.settings.KnownSettings;
import dev.darkroom.serve.settings.ServerNotStartedException;
import dev.darkroom.serve.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Names the environment variables that look like ours and that nobody reads: most often a setting was meant, and is believed
 * to be set. They are no mistake for sure, as a wrong setting is: others may have set them.
 */
final class UnknownVariables {
    private static final String OURS = "DARKROOM_";

    /** Read, but neither as an option nor as a setting. */
    private static final Set<String> OTHERS = Set.of("DARKROOM_TOKEN", "DARKROOM_JAVA_OPTS");

    private final Session session;

    UnknownVariables(Session session) {
        this.session = session;
    }

    /** Says so of each. @param commands all that there are */
    void say(CommandLine commands) {
        Map<String, String> environment = session.console().environment();
        Set<String> options = new TreeSet<>(OTHERS);
        addOptions(commands, options);
        Set<String> unknown = environment.keySet().stream()
                .filter(name -> name.startsWith(OURS) && !options.contains(name))
                .filter(name -> !ServiceLinks.isOne(name, environment.get(name)))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unknown.isEmpty()) {
            leaveUnread(unknown);
            unknown.forEach(name -> session.console()
                    .say("the environment variable " + name + " is not used, there is no such setting"
                            + meant(name, options)));
        }
    }

    private static void addOptions(CommandLine command, Set<String> names) {
        command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(option -> option.startsWith("--"))
                .map(EnvironmentDefaults::name)
                .forEach(names::add);
        command.getSubcommands().values().forEach(each -> addOptions(each, names));
    }

    /** The beginning that all have in common would make short names alike that are not. */
    private static String meant(String name, Set<String> options) {
        List<String> known = Stream.concat(KnownSettings.variablesLike(name).stream(), options.stream())
                .map(each -> each.substring(OURS.length()))
                .toList();
        return Suggestion.nearest(name.substring(OURS.length()), known)
                .map(near -> Suggestion.hint(OURS + near))
                .orElse("");
    }

    /** Takes away those that are settings, and those that settings refer to. */
    private void leaveUnread(Set<String> variables) {
        try {
            Settings settings = session.settings();
            variables.removeIf(settings::reads);
            variables.removeAll(secrets(settings));
        } catch (CommandException | ServerNotStartedException e) {
            variables.clear(); // Whoever needs the settings says what is wrong with them.
        }
    }

    /** Those that settings name as holding a secret. */
    private static Set<String> secrets(Settings settings) {
        return settings.below("darkroom.origins.credentials").stream()
                .filter(name -> name.matches("(?i).*secret.env"))
                .flatMap(name -> settings.value(name).stream())
                .collect(Collectors.toSet());
    }
}
