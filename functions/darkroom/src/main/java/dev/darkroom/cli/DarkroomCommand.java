package dev.darkroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds all others. */
@Command(
        name = "darkroom",
        description = "Develops VM images for OpenStack clouds: publish a catalogue, get image IDs.",
        versionProvider = DarkroomCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Each long option can be given as an environment variable, too: --data as DARKROOM_DATA.",
            "",
            "Start with:",
            "  darkroom demo",
            "  darkroom sync catalogue.yaml --to cloud:mycloud --disk-format raw"
        })
final class DarkroomCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command");
    }

    /** Reads the version that the build has written into the manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DarkroomCommand.class.getPackage().getImplementationVersion();
            return new String[] {"darkroom " + (version == null ? "(not packaged)" : version)};
        }
    }
}
