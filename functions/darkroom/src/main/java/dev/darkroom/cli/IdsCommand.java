package dev.darkroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.darkroom.cli.ask.Registry;
import dev.darkroom.cli.ask.Registry.RenderedIds;
import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.output.Rows;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Rendering;
import dev.darkroom.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code darkroom ids}. */
@Command(
        name = "ids",
        description = "Prints the image ID of every key, alias and wired variable that is ready.",
        footer = {
            "",
            "Examples:",
            "  darkroom ids -f ansible > image_ids.yml",
            "  darkroom ids debian_12 -f value",
            "  darkroom ids --target mycloud --wait 30m -f tfvars > images.auto.tfvars"
        })
final class IdsCommand implements Callable<Integer> {
    private final Session session;

    /** The forms there are: those of the registry, and two for people and shells. */
    enum Format {
        TABLE,
        VALUE,
        JSON,
        YAML,
        ANSIBLE,
        TFVARS,
        ENV;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private Format format;

    @Option(names = "--target", paramLabel = "NAME", description = "At this target; needed when there are several.")
    private String target;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Wait at most so long (30s, 10m, 1h) until all of them are ready or have failed; ends with 1"
                    + " where an image is not ready then.")
    private Duration wait;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Keys, aliases and wired variables; all of them when none is named.")
    private Set<String> names = new TreeSet<>();

    IdsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Registry registry = session.registry()) {
            boolean waits = wait != null && registry.live();
            RenderedIds ids =
                    registry.ids(new FindIds.Question(target, names, waits ? wait : Duration.ZERO), rendering());
            session.console().out().print(text(ids));
            if (ids.pending() + ids.failed() > 0) {
                session.console()
                        .say("at target " + ids.target() + " " + Counts.of(ids.failed(), "image") + " failed, "
                                + ids.pending() + " not finished; " + session.command("image list") + " says why");
            }
            if (ids.missing() > 0) {
                session.console()
                        .say("at target " + ids.target() + " there is no ID in the answer for "
                                + Counts.of(ids.missing(), "name") + ": "
                                + ids.missingNames());
            }
            // Names that somebody has mistyped once are known for ever: they fail only who asks for them.
            int lacking = ids.pending() + ids.failed() + (names.isEmpty() ? 0 : ids.missing());
            boolean strict = wait != null || !names.isEmpty();
            return strict && lacking > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
        }
    }

    private Rendering rendering() {
        return switch (format) {
            case TABLE, VALUE, JSON -> Rendering.JSON;
            case YAML -> Rendering.YAML;
            case ANSIBLE -> Rendering.ANSIBLE;
            case TFVARS -> Rendering.TFVARS;
            case ENV -> Rendering.ENV;
        };
    }

    private String text(RenderedIds ids) {
        return switch (format) {
            case JSON, YAML, ANSIBLE, TFVARS, ENV -> ids.text();
            case TABLE -> ListOptions.table(new Rows(List.of("Name", "ID"), lines(ids)));
            case VALUE -> value(ids);
        };
    }

    private String value(RenderedIds ids) {
        return names.size() == 1
                ? ListOptions.value(new Rows(
                        List.of("ID"),
                        lines(ids).stream().map(line -> List.of(line.get(1))).toList()))
                : ListOptions.value(new Rows(List.of("Name", "ID"), lines(ids)));
    }

    private List<List<Object>> lines(RenderedIds ids) {
        try {
            SortedMap<String, String> map =
                    Json.mapper().readValue(ids.text(), new TypeReference<TreeMap<String, String>>() {});
            var lines = new ArrayList<List<Object>>();
            map.forEach((name, id) -> {
                if (names.isEmpty() || names.contains(name)) { // Variables that stand for it were not asked for.
                    lines.add(Rows.line(name, id));
                }
            });
            return lines;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the registry's map of IDs cannot be read", e);
        }
    }
}
