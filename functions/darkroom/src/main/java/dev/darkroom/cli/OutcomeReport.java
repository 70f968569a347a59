package dev.darkroom.cli;

import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.output.Rows;
import dev.darkroom.cli.sync.Outcome;
import java.util.List;
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
        List<Outcome> missing =
                outcomes.stream().filter(each -> each.state() != Outcome.State.READY).toList();
        missing.forEach(each -> console.say(sentence(each)));
        return missing.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String sentence(Outcome outcome) {
        String what = outcome.key() + " at " + outcome.target() + ": ";
        String why = outcome.code() == null ? "" : outcome.code() + ": " + outcome.message();
        return switch (outcome.state()) {
            case READY -> what + "ready";
            case FAILED, REFUSED -> what + why;
            case GIVEN_UP -> what + why + " (not waited for any longer; `darkroom up` would go on trying)";
            case PENDING -> what + "not ready in time, it is " + outcome.status() + (why.isEmpty() ? "" : ", " + why);
        };
    }
}
