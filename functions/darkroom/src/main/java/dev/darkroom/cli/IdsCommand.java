package dev.darkroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.darkroom.cli.ask.Registry;
import dev.darkroom.cli.ask.Registry.RenderedIds;
import dev.darkroom.cli.ask.UnansweredException;
import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.cli.output.Rows;
import dev.darkroom.cli.sync.Outcome;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import dev.darkroom.registry.query.Refusal;
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
import java.util.stream.Stream;
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
    /** Whether the time to wait was over before they were finished. */
    private boolean late;

    /** The forms there are: those of the registry, and two for people and shells. */
    enum Format {
        TABLE(Rendering.JSON),
        VALUE(Rendering.JSON),
        JSON(Rendering.JSON),
        YAML(Rendering.YAML),
        ANSIBLE(Rendering.ANSIBLE),
        TFVARS(Rendering.TFVARS),
        ENV(Rendering.ENV);

        private final Rendering rendering;

        Format(Rendering rendering) {
            this.rendering = rendering;
        }

        /** As what the registry is asked for it. */
        Rendering rendering() {
            return rendering;
        }

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
            description = "Wait at most so long (30s, 10m, 1h) until all of them are ready or have failed; prints those"
                    + " that are ready then, and ends with 1 where one is not.")
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
        session.waitAtMost(wait);
        try (Registry registry = session.registry()) {
            RenderedIds ids = ask(registry);
            session.console().out().print(text(ids));
            session.console().out().flush();
            if (late) {
                OutcomeReport.lacking(session.console(), outcomes(registry, ids.target()));
            }
            if (ids.pending() + ids.failed() > 0) {
                session.console()
                        .say("at target " + ids.target() + " " + unfinished(ids) + "; " + session.command("image list")
                                + " says why");
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

    /** When the time to wait is over, what there is by then is worth having. */
    private RenderedIds ask(Registry registry) throws InterruptedException {
        if (wait != null && registry.live()) {
            try {
                return registry.ids(new FindIds.Question(target, names, wait), format.rendering());
            } catch (UnansweredException e) {
                boolean silent = e.retryable() && session.deadline().over();
                if (!silent && !e.code().equals(Refusal.NOT_READY.label())) {
                    throw e;
                }
                late = true;
            }
        }
        return registry.ids(new FindIds.Question(target, names, Duration.ZERO), format.rendering());
    }

    private List<Outcome> outcomes(Registry registry, String target) {
        SortedMap<String, ImageView> images = registry.images();
        Stream<String> keys = names.isEmpty()
                ? images.values().stream()
                        .filter(image -> isToCome(image, target))
                        .map(ImageView::key)
                : names.stream().flatMap(name -> key(registry, name)).distinct();
        return keys.map(key -> Outcome.of(key, images.get(key), target)).toList();
    }

    /** Whoever asks for all lacks nothing that no catalogue names any more. */
    private static boolean isToCome(ImageView image, String target) {
        PlacementView placement = image.targets().get(target);
        return image.spec() != null && (placement == null || !PlacementView.WITHDRAWN.equals(placement.code()));
    }

    /** None for a variable: that it stands for no ID is said anyway. */
    private static Stream<String> key(Registry registry, String name) {
        try {
            return Stream.of(registry.image(name).key());
        } catch (UnansweredException e) {
            return Stream.empty();
        }
    }

    static String unfinished(RenderedIds ids) {
        if (ids.failed() == 0) {
            return Counts.of(ids.pending(), "image") + " not finished";
        }
        String failed = Counts.of(ids.failed(), "image") + " failed";
        return ids.pending() == 0 ? failed : failed + ", " + ids.pending() + " not finished";
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
