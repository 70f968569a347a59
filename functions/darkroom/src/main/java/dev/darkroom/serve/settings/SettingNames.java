package dev.darkroom.serve.settings;

import dev.darkroom.events.Texts;
import dev.darkroom.events.UrlSecrets;
import dev.darkroom.registry.catalogue.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says of names that nobody reads them: what they set would be believed to be in force. */
final class SettingNames {
    private static final String OURS = "darkroom.";

    /** Of ours, or of what reads settings within us, as variables too; with a profile before it or without. */
    private static final Pattern NAME =
            Pattern.compile("(%[^.]+\\.)?((darkroom|quarkus|kafka|mp|smallrye)\\.|(QUARKUS|KAFKA|MP|SMALLRYE)_)");

    /** Commands must find it, which look for a process and read no settings. */
    private static final String DATA = "darkroom.data";

    /** Who misspells one of these may have given the secret itself. */
    private static final Pattern OF_A_SECRET = Pattern.compile("(?i).*(secret|passw|token|key|credential).*");

    private SettingNames() {}

    /** What is wrong with a name, in a sentence that begins with it; empty when somebody reads it. */
    static Optional<String> mistake(String name, String value) {
        if (!NAME.matcher(name).lookingAt()) {
            return Optional.of(Texts.quote(name)
                    + " is not a setting: names begin with darkroom. (or quarkus., kafka. or another part of the"
                    + " framework)");
        }
        if (name.endsWith(".config.locations")) {
            return Optional.of(name + " is not read: name the file by --config");
        }
        if (name.equals(DATA)) {
            return Optional.of(DATA + " is said by --data DIR, or by the variable DARKROOM_DATA");
        }
        String plain = name.replaceFirst("^%[^.]+\\.", "");
        return plain.startsWith(OURS) && !KnownSettings.isName(plain)
                ? Optional.of(unknown(Texts.clean(name), plain, value))
                : Optional.empty();
    }

    private static String unknown(String shown, String name, String value) {
        boolean secret = OF_A_SECRET.matcher(name).matches();
        return shown + " is not a setting of Darkroom" + (secret ? "" : " but is set to " + UrlSecrets.quote(value))
                + meant(name);
    }

    /** The beginning that all have in common would make short names alike that are not. */
    private static String meant(String name) {
        List<String> known = KnownSettings.namesLike(name).stream()
                .map(each -> each.substring(OURS.length()))
                .toList();
        return Suggestion.nearest(name.substring(OURS.length()), known)
                .map(near -> Suggestion.hint(OURS + near))
                .orElse("");
    }
}
