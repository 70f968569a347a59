package dev.darkroom.cli;

import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.registry.query.ChooseTarget;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code darkroom image list}. */
@Command(
        name = "list",
        description = "Shows every image: how it stands at each target, and why it is not ready where it is not.",
        footer = {"", "Example:", "  darkroom image list -f value -c Key -c ID"})
final class ImageListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private final ListOptions output = new ListOptions();

    @Option(names = "--target", paramLabel = "NAME", description = "Only how they stand there.")
    private String target;

    @Option(names = "--long", description = "Also show name, format, size, times and catalogue.")
    private boolean all;

    ImageListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.print(registry -> {
            if (target != null && !registry.targets().containsKey(target)) {
                throw CommandException.failed(
                        ChooseTarget.unknown(target, registry.targets().keySet()));
            }
            return output.write(ImageRows.of(registry.images(), target, all));
        });
    }
}
