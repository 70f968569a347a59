package dev.darkroom.cli;

import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.output.Rows;
import dev.darkroom.registry.query.TargetView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code darkroom target list}. */
@Command(
        name = "list",
        description = "Shows every target, whether it can be used, and how many images stand how there.",
        footer = {"", "Example:", "  darkroom target list -f json"})
final class TargetListCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("Name", "Kind", "Disk Format", "Location", "Project", "Status", "Images", "Reason");

    private final Session session;

    @Mixin
    private final ListOptions output = new ListOptions();

    TargetListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.print(registry -> output.write(new Rows(
                COLUMNS,
                registry.targets().values().stream()
                        .map(TargetListCommand::line)
                        .toList())));
    }

    private static List<Object> line(TargetView target) {
        TargetView.Problem problem = target.problem();
        return Rows.line(
                target.name(),
                target.kind(),
                target.diskFormat(),
                target.location(),
                target.project(),
                problem == null ? "usable" : problem.retryable() ? "waiting" : "failed",
                target.images(),
                problem == null ? null : problem.code() + ": " + problem.message());
    }
}
