package dev.darkroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An object with several commands; alone it does nothing. */
abstract class Group implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + spec.qualifiedName() + " "
                        + String.join("|", spec.subcommands().keySet()));
    }

    @Command(name = "image", description = "Images and how they stand.", synopsisSubcommandLabel = "COMMAND")
    static final class Image extends Group {}

    @Command(name = "target", description = "Places where images are published.", synopsisSubcommandLabel = "COMMAND")
    static final class Target extends Group {}
}
