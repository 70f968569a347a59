package dev.darkroom.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands that people are told to type. */
final class Advice {
    /** What every shell takes as it is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

    /** How the launcher was called: only who has it on the PATH can type it without a directory. */
    private static final String CALLED = System.getProperty("dev.darkroom.called", "darkroom");

    private Advice() {}

    /**
     * The command as it is typed.
     *
     * @param place options that lead to the Darkroom that is meant
     * @param words the command, such as {@code image list}
     */
    static String command(List<String> place, String words) {
        return Stream.of(Stream.of(word(CALLED)), place.stream().map(Advice::word), Stream.of(words))
                .flatMap(each -> each)
                .collect(Collectors.joining(" "));
    }

    private static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
