package dev.darkroom.cli;

import dev.darkroom.cli.ask.Credentials;
import dev.darkroom.cli.ask.Deadline;
import dev.darkroom.cli.ask.FindRegistry;
import dev.darkroom.cli.ask.HttpRegistry;
import dev.darkroom.cli.ask.Registry;
import dev.darkroom.events.Reasons;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.settings.ServerNotStartedException;
import dev.darkroom.serve.settings.SettingMistakes;
import dev.darkroom.serve.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import picocli.CommandLine.ExitCode;

/** What every command has at hand: where it speaks, and the options that all of them have. */
final class Session {
    private static final Thread NO_HOOK = new Thread(() -> {});
    /** Whoever starts or stops is given it, also when the time is nearly over. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final Console console;
    private final GlobalOptions options;
    private final LongSupplier nanos;
    private Deadline deadline = Deadline.never();
    private volatile boolean stopping;
    private volatile Runnable onStop = () -> {};

    Session(Console console, GlobalOptions options) {
        this(console, options, System::nanoTime);
    }

    /** @param nanos a clock that only runs forward */
    Session(Console console, GlobalOptions options, LongSupplier nanos) {
        this.console = console;
        this.options = options;
        this.nanos = nanos;
    }

    /** What to do first when the process is told to stop. */
    void onStop(Runnable action) {
        onStop = action;
    }

    /** The process has been told to stop: what fails from now on fails because of that. */
    void stop() {
        stopping = true;
        onStop.run();
    }

    boolean stopping() {
        return stopping || ends();
    }

    /** Before there is something under way, nobody here hears of the stop: then only Java knows of it. */
    private static boolean ends() {
        try {
            Runtime.getRuntime().removeShutdownHook(NO_HOOK);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    Console console() {
        return console;
    }

    GlobalOptions options() {
        return options;
    }

    /** A command as people are told to type it, so that it goes to where this one has gone. */
    String command(String words) {
        return "`" + Advice.command(options.place(), words) + "`";
    }

    /** The command waits no longer than this, nor for a Darkroom that starts or stops; null: as long as it takes. */
    void waitAtMost(Duration atMost) {
        deadline = new Deadline(atMost, nanos);
    }

    /** Begins with its first question to a Darkroom that answers: who starts one does not wait yet. */
    Deadline deadline() {
        return deadline;
    }

    DataDirectory data() {
        return DataDirectory.at(options.data(console.environment()), console::say);
    }

    /** The same for this command, which waits no longer than it may, but a moment. */
    DataDirectory inTime(DataDirectory data) {
        return data.within(deadline.left(MOMENT));
    }

    /** The same; null where another Darkroom is asked, which has one of its own. */
    DataDirectory ownData() {
        return options.registry() == null ? data() : null;
    }

    /**
     * The settings, as far as they are known without a start.
     *
     * @throws ServerNotStartedException when they are wrong
     */
    Settings settings() {
        try {
            Settings settings = new Settings(options.settings(), options.config());
            SettingMistakes.refuse(settings);
            return settings;
        } catch (IOException e) {
            throw CommandException.usage("--config " + options.config() + " cannot be read: " + Reasons.of(e));
        }
    }

    /** Who can be asked, wherever that is. */
    Registry registry() throws InterruptedException {
        Optional<HttpRegistry> elsewhere = elsewhere();
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        return find(data())
                .any()
                .orElseThrow(() -> CommandException.failed(
                        "there is no registry in " + data().root() + ": publish a catalogue with "
                                + command("sync CATALOGUE") + ", or name a running Darkroom with --registry"));
    }

    /** Prints what somebody who can be asked says. @return the exit code */
    int print(Function<Registry, String> question) throws InterruptedException {
        try (Registry registry = registry()) {
            console.out().print(question.apply(registry));
            return ExitCode.OK;
        }
    }

    /** A running Darkroom, which alone can be told something. */
    HttpRegistry running() throws InterruptedException {
        return running(ownData())
                .orElseThrow(() -> CommandException.failed("no Darkroom runs on the data directory " + data().root()
                        + ": start one with " + command("up") + ", or name one with --registry"));
    }

    /** The running Darkroom that was named, or else the one that has the data directory, if any. */
    Optional<HttpRegistry> running(DataDirectory data) throws InterruptedException {
        Optional<HttpRegistry> elsewhere = elsewhere();
        return elsewhere.isPresent() ? elsewhere : find(data).running();
    }

    /** For commands that are a Darkroom themselves. */
    void requireNoRegistry() {
        if (options.registry() != null) {
            throw CommandException.usage("this command starts a Darkroom of its own: leave out --registry");
        }
    }

    private Optional<HttpRegistry> elsewhere() {
        try {
            return Optional.ofNullable(options.registry())
                    .map(base -> HttpRegistry.elsewhere(base, credentials(), deadline));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e.getMessage());
        }
    }

    private FindRegistry find(DataDirectory data) {
        return new FindRegistry(inTime(data), credentials().trusted(), deadline);
    }

    private Credentials credentials() {
        if (options.config() != null) {
            settings(); // A file that cannot be read is said before anything begins.
        }
        return options.credentials(console.environment());
    }
}
