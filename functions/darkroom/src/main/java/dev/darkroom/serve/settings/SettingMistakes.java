package dev.darkroom.serve.settings;

import dev.darkroom.fetch.policy.Credentials;
import dev.darkroom.fetch.policy.OriginPolicy;
import dev.darkroom.fetch.policy.OriginsConfig;
import dev.darkroom.upload.JudgeTargets;
import dev.darkroom.upload.TargetsConfig;
import io.smallrye.config.ConfigValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** Whatever is wrong with settings, all of it at once, each with the place where it is said. */
public final class SettingMistakes {
    private final List<String> sentences = new ArrayList<>();

    private SettingMistakes() {}

    /**
     * Nothing may start with settings that are wrong.
     *
     * @param readers take what they need of the settings, and say what is wrong with that
     * @throws ServerNotStartedException naming each one that is not what it may be, its value, and what would be right
     */
    public static void refuse(Settings settings, Runnable... readers) {
        var mistakes = new SettingMistakes();
        mistakes.sentences.addAll(SettingRanges.mistakes(settings));
        mistakes.attempt(() -> JudgeTargets.require(settings.group(TargetsConfig.class)));
        mistakes.attempt(() -> {
            OriginsConfig origins = settings.group(OriginsConfig.class);
            mistakes.attempt(() -> OriginPolicy.Rules.of(origins));
            mistakes.attempt(() -> Credentials.of(origins.credentials(), System::getenv));
        });
        Stream.of(readers).forEach(mistakes::attempt);
        List<String> all = Stream.concat(
                        settings.misnamed().stream(),
                        mistakes.sentences.stream().map(settings::placed))
                .distinct()
                .toList();
        if (!all.isEmpty()) {
            throw ServerNotStartedException.wrong(all);
        }
    }

    private void attempt(Runnable reader) {
        try {
            reader.run();
        } catch (ConfigValidationException e) {
            ServerNotStartedException.problems(e).filter(this::isNew).forEach(sentences::add);
        } catch (ServerNotStartedException e) {
            sentences.add(e.getMessage());
        } catch (IllegalArgumentException | NoSuchElementException e) {
            Stream.of(ServerNotStartedException.setting(e.getMessage()))
                    .filter(this::isNew)
                    .forEach(sentences::add);
        }
    }

    /** Of a setting that is wrong, whoever reads it says so once more, in other words. */
    private boolean isNew(String sentence) {
        List<String> words = List.of(sentence.split("[ :]"));
        return sentences.stream().noneMatch(known -> words.contains(known.split("[ :]")[0]));
    }
}
