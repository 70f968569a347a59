package dev.darkroom.cli;

import dev.darkroom.cli.output.ShowOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code darkroom image show}. */
@Command(
        name = "show",
        description = "Shows all that is known of one image, and what has happened to it.",
        footer = {"", "Example:", "  darkroom image show debian_12_20260801 -f value -c ID"})
final class ImageShowCommand implements Callable<Integer> {
    /** Whoever asks for it means to use it: nothing in its place would be taken for one. */
    private static final String ID = "ID";

    private final Session session;

    @Mixin
    private final ShowOptions output = new ShowOptions();

    @Option(names = "--target", paramLabel = "NAME", description = "How it stands there; needed when targets differ.")
    private String target;

    @Parameters(paramLabel = "KEY", description = "A key, or an alias that points at one.")
    private String name;

    ImageShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        return session.print(registry -> {
            Map<String, Object> fields = ImageFields.of(registry.image(name), target);
            if (output.asksFor(ID) && fields.get(ID) == null) {
                throw CommandException.failed(noId(fields));
            }
            return output.write(fields);
        });
    }

    private static String noId(Map<String, Object> fields) {
        return fields.get("Key") + " has no ID" + with(" at target ", fields.get("Target")) + ": it is "
                + fields.get("Status") + with(", ", fields.get("Reason"));
    }

    private static String with(String words, Object value) {
        return value == null ? "" : words + value;
    }
}
