package dev.darkroom.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** All commands, in the shape of {@code openstack}: an object, and what to do with it. */
final class Commands {
    private Commands() {}

    static CommandLine of(Session session, GlobalOptions options) {
        CommandLine root = new CommandLine(new DarkroomCommand());
        root.getCommandSpec()
                .addMixin("options", CommandSpec.forAnnotatedObject(options))
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .description("Show this help.")
                        .build())
                .addOption(OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        root.addSubcommand(new DemoCommand(session));
        root.addSubcommand(new SyncCommand(session));
        root.addSubcommand(new UpCommand(session));
        root.addSubcommand(new PublishCommand(session));
        root.addSubcommand(new CommandLine(new Group.Image())
                .addSubcommand(new ImageListCommand(session))
                .addSubcommand(new ImageShowCommand(session))
                .addSubcommand(new ImageWaitCommand(session))
                .addSubcommand(new ImageRetryCommand(session)));
        root.addSubcommand(new IdsCommand(session));
        root.addSubcommand(new CommandLine(new Group.Target()).addSubcommand(new TargetListCommand(session)));
        var failures = new Failures(session);
        var variables = new UnknownVariables(session);
        root.registerConverter(Duration.class, new DurationConverter());
        root.registerConverter(Path.class, new PathConverter());
        Optional<Integer> columns = session.console().columns();
        columns.ifPresentOrElse(root::setUsageHelpWidth, () -> root.setUsageHelpAutoWidth(true));
        return root.setHelpFactory(WholeNames::new)
                .setOut(new PrintWriter(session.console().out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.console().err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setDefaultValueProvider(
                        new EnvironmentDefaults(session.console().environment()))
                .setExecutionStrategy(parsed -> {
                    Integer help = CommandLine.executeHelpRequest(parsed);
                    if (help != null) {
                        return help;
                    }
                    variables.say(root);
                    return new RunLast().execute(parsed);
                })
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }
}
