package dev.darkroom.serve.settings;

import dev.darkroom.events.Reasons;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** The server could not start; the message says why and what to do, in a sentence. */
public sealed class ServerNotStartedException extends RuntimeException permits DataDirectoryHeldException {
    private static final long serialVersionUID = 1;

    private final boolean wrongSetting;

    public ServerNotStartedException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private ServerNotStartedException(String message, Throwable cause, boolean wrongSetting) {
        super(message, cause);
        this.wrongSetting = wrongSetting;
    }

    /** Whether a setting is unknown or wrong, so that it is the user's to mend. */
    public boolean wrongSetting() {
        return wrongSetting;
    }

    /** A setting is wrong. */
    public static ServerNotStartedException wrong(String message) {
        return new ServerNotStartedException(message, null, true);
    }

    /** Somebody has set it to nothing: an empty variable, or one that is not there, most likely. */
    static ServerNotStartedException nothing(String setting, String meant) {
        return wrong(setting + " is set to nothing: name " + meant + ", or do not set it");
    }

    /** Several may be. */
    static ServerNotStartedException wrong(List<String> messages) {
        return wrong(messages, null);
    }

    private static ServerNotStartedException wrong(List<String> messages, Throwable cause) {
        String head = messages.size() == 1 ? "" : "wrong settings:\n";
        return new ServerNotStartedException(head + String.join("\n", messages), cause, true);
    }

    /** It cannot be told what a setting is. */
    static ServerNotStartedException unreadable(String name, IllegalArgumentException e) {
        return new ServerNotStartedException(name + " cannot be read: " + setting(Reasons.of(e)), e, true);
    }

    /** Why it did not start. @param settings with which it did not */
    public static ServerNotStartedException because(Throwable failure, Settings settings) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ConfigValidationException wrong) {
                return wrong(problems(wrong).map(settings::placed).toList(), failure);
            }
            if (each instanceof ConfigurationException || names(each.getMessage())) {
                return new ServerNotStartedException(settings.placed(each.getMessage()), failure, true);
            }
            if (each instanceof FlywayValidateException) {
                return new ServerNotStartedException(
                        "the registry's tables are those of another version of Darkroom: start that one, or choose"
                                + " another directory with --data",
                        failure);
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ServerNotStartedException("Darkroom did not start: " + Reasons.of(root), failure);
    }

    /** A sentence for each. */
    static Stream<String> problems(ConfigValidationException e) {
        return IntStream.range(0, e.getProblemCount())
                .mapToObj(i -> setting(e.getProblem(i).getMessage()))
                .distinct();
    }

    /** Whether it begins with the name of a setting. */
    private static boolean names(String message) {
        return message != null && message.startsWith("darkroom.");
    }

    /** Java has one exception for every reason why nobody can listen there. */
    public static ServerNotStartedException unbound(int port, InetAddress address, String option, BindException e)
            throws SocketException {
        if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
            return wrong(address.getHostAddress()
                    + " is not an address of this machine: set darkroom.http.host to one that it has");
        }
        String place = "port " + port + " of " + address.getHostAddress();
        if (String.valueOf(e.getMessage()).contains("Permission denied")) {
            return new ServerNotStartedException(
                    place + " may not be used by this user: choose one from 1024 on with " + option
                            + ", and have a proxy or a firewall lead to it",
                    e);
        }
        return new ServerNotStartedException(
                place + " is in use: stop what uses it, or choose another with " + option + " (0 takes a free one)", e);
    }

    public static ServerNotStartedException heldBy(RunningProcess process, DataDirectory data) {
        return new DataDirectoryHeldException("the data directory " + data.root() + " is held by process "
                + process.pid() + ", which answers at " + process.http()
                + ": use that one, stop it, or choose another directory with --data");
    }

    /** What SmallRye says of a setting, in the words of people who do not know SmallRye. */
    static String setting(String problem) {
        return problem.replaceAll("(?:[a-z]\\w*\\.)+\\w+Exception: |SRCFG\\d+: ", "")
                .replace(" in SysPropConfigSource", "")
                .replace("does not map to any root", "is not a setting of Darkroom")
                .replaceFirst(
                        "The config property (\\S+) with the config value (\".*\") threw an Exception whilst being converted ",
                        "$1 cannot be $2: ")
                .replaceFirst(
                        "The config property ((\\S+)\\.\\S+) is required but it could not be found in any config source",
                        "$2 must have $1")
                .replaceFirst(
                        "The config property (\\S+) is defined as the empty String.*",
                        "$1 is set to nothing: give it a value, or do not set it")
                .replaceFirst("Recursive expression expansion is too deep for (\\S+)", "$1 stands for itself")
                .replaceFirst("Could not expand value (\\S+) in property (\\S+)", "$2 stands for $1, which is not set");
    }
}
