package dev.darkroom.cli;

import dev.darkroom.cli.document.CatalogueRead;
import dev.darkroom.cli.document.FileDocuments;
import dev.darkroom.cli.document.Mistake;
import dev.darkroom.cli.document.ReadCatalogue;
import dev.darkroom.events.UrlSecrets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The catalogue that a command is given. */
final class CatalogueArguments {
    @Parameters(
            paramLabel = "CATALOGUE",
            arity = "1..*",
            description =
                    "Files or URLs; each is merged over those before it. They are one catalogue, whose name is the last"
                            + " one's `catalogue`, or else the first one's file name; what was published under that name before and is"
                            + " not in it any more is given up by it.")
    private List<String> locations;

    @Option(
            names = "--keep-going",
            description =
                    "When entries are wrong: publish those that are right; nothing, when a mistake may hide more of them.")
    private boolean keepGoing;

    static CatalogueArguments of(Path file) {
        var arguments = new CatalogueArguments();
        arguments.locations = List.of(file.toString());
        return arguments;
    }

    /** @throws CommandException when it must not be published; what is wrong has been said then */
    CatalogueRead read(Session session) {
        CatalogueRead catalogue = new ReadCatalogue(new FileDocuments(new WebDocuments(session))).read(locations);
        Console console = session.console();
        catalogue.mistakes().forEach(mistake -> console.err().println(line(mistake)));
        catalogue.warnings().forEach(warning -> console.err().println("warning: " + line(warning)));
        if (!catalogue.mistakes().isEmpty() && !keepGoing) {
            throw CommandException.usage(Counts.of(catalogue.mistakes().size(), "mistake")
                    + "; nothing was published (--keep-going publishes what is right)");
        }
        if (catalogue.events().isEmpty()) {
            throw CommandException.usage(
                    "there is nothing to publish in " + UrlSecrets.clean(String.join(", ", locations)));
        }
        return catalogue;
    }

    /** Such as {@code base.yaml:12: images.debian_12.checksum: must be ...}. */
    static String line(Mistake mistake) {
        var text = new StringBuilder(mistake.file());
        if (mistake.line() > 0) {
            text.append(':').append(mistake.line());
        }
        text.append(": ");
        if (mistake.entry() != null) {
            text.append(mistake.entry());
            if (mistake.field() != null) {
                text.append('.').append(mistake.field());
            }
            text.append(": ");
        }
        return text.append(mistake.message()).toString();
    }
}
