package dev.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.cli.sync.Outcome.State;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OutcomeReportTest {
    private static final Outcome READY =
            new Outcome("a", "cloud", State.READY, "ready", "5dc3a1f0-0000-5000-8000-000000000000", null, null, null);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Command
    private static final class Holder {
        @Mixin
        private final ListOptions output = new ListOptions();
    }

    @Test
    void idsAreDataAndAllIsWell() {
        assertThat(report(List.of(READY))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("a cloud ready 5dc3a1f0-0000-5000-8000-000000000000\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void whatIsMissingIsExplainedOnceHoweverManyTargetsMissIt() {
        int code = report(List.of(
                READY,
                missing("b", "one", State.FAILED, "checksum-mismatch"),
                missing("b", "two", State.FAILED, "checksum-mismatch"),
                missing("c", "one", State.REFUSED, "key-changed"),
                missing("d", "one", State.GIVEN_UP, "no-space"),
                missing("e", "one", State.PENDING, null)));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        darkroom: b at one, two: checksum-mismatch: it is 100 % wrong
                        darkroom: c at one: key-changed: it is 100 % wrong
                        darkroom: d at one: no-space: it is 100 % wrong \
                        (not waited for any longer; a Darkroom that serves goes on trying)
                        darkroom: e at one: not ready in time, it is fetching
                        """);
    }

    private int report(List<Outcome> outcomes) {
        var holder = new Holder();
        new CommandLine(holder).setCaseInsensitiveEnumValuesAllowed(true).parseArgs("-f", "value");
        var console = new Console(DataStream.to(out), print(err), Map.of());
        return OutcomeReport.write(console, holder.output, outcomes);
    }

    private static Outcome missing(String key, String target, State state, String code) {
        return new Outcome(key, target, state, "fetching", null, code, code == null ? null : "it is 100 % wrong", null);
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
