package dev.darkroom.cli;

import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.output.Rows;
import dev.darkroom.cli.sync.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import picocli.CommandLine.ExitCode;

/** What came of a run: IDs as data, what went wrong in sentences. */
final class OutcomeReport {
    private static final List<String> COLUMNS = List.of("Key", "Target", "Status", "ID");

    private OutcomeReport() {}

    /** @return the exit code: 0 when every image is ready */
    static int write(Console console, ListOptions output, List<Outcome> outcomes) {
        console.out()
                .print(output.write(new Rows(
                        COLUMNS,
                        outcomes.stream()
                                .map(each -> Rows.line(each.key(), each.target(), each.status(), each.id()))
                                .toList())));
        console.out().flush();
        return lacking(console, outcomes) ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    /** Says of each image that is not ready why. @return whether there is one */
    static boolean lacking(Console console, List<Outcome> outcomes) {
        var missing = new LinkedHashMap<String, List<String>>();
        outcomes.stream()
                .filter(each -> each.state() != Outcome.State.READY)
                .forEach(each -> missing.computeIfAbsent(each.key() + " at %s: " + why(each), any -> new ArrayList<>())
                        .add(each.target()));
        missing.forEach((sentence, targets) ->
                console.say(sentence.replaceFirst("%s", Matcher.quoteReplacement(String.join(", ", targets)))));
        return !missing.isEmpty();
    }

    private static String why(Outcome outcome) {
        String why = outcome.code() == null ? "" : outcome.code() + ": " + outcome.message();
        return switch (outcome.state()) {
            case READY -> "ready";
            case FAILED, REFUSED -> why;
            case GIVEN_UP -> why + " (not waited for any longer; a Darkroom that serves goes on trying)";
            case PENDING -> "not ready in time, it is " + outcome.status() + (why.isEmpty() ? "" : ", " + why);
        };
    }
}
