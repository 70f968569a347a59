package dev.darkroom.cli;

import dev.darkroom.cli.TargetOptions.Place;
import dev.darkroom.cli.output.ListOptions;
import dev.darkroom.demo.CompareImages;
import dev.darkroom.demo.DemoCatalogue;
import dev.darkroom.demo.DemoImage;
import dev.darkroom.demo.DemoImages;
import dev.darkroom.demo.DemoOrigin;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.serve.data.DataDirectory;
import dev.darkroom.staging.disk.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code darkroom demo}. */
@Command(
        name = "demo",
        description =
                "The main job on this machine: makes three real disk images (qcow2, gzipped raw, vmdk), serves them"
                        + " over HTTP, publishes a catalogue, and turns them into raw images with IDs in a directory. Begins anew"
                        + " each time, in demo/ below the data directory.",
        footer = {"", "Example:", "  darkroom demo"})
final class DemoCommand implements Callable<Integer> {
    private static final String SUMS = "SHA256SUMS";

    private final Session session;

    @Mixin
    private final WaitOptions waiting = new WaitOptions();

    @Mixin
    private final ListOptions output = new ListOptions();

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        session.requireNoRegistry();
        DataDirectory data = DataDirectory.at(session.data().root().resolve("demo"), session.console()::say);
        if (data.isForeign()) {
            throw CommandException.usage(
                    data.root()
                            + " holds something else than Darkroom's data, and a demo begins by emptying it: choose another --data");
        }
        PrivateDirectory.make(session.data().root());
        data.clear();
        Path work = Files.createDirectory(data.root().resolve("origin"));
        session.console().say("making three disk images with files of this machine in " + work);
        List<DemoImage> images = new DemoImages(work).make();
        Path sums = Files.writeString(work.resolve(SUMS), DemoCatalogue.sums(images));
        var served = new HashMap<String, Path>();
        served.put(SUMS, sums);
        images.forEach(image -> served.put(image.served().getFileName().toString(), image.served()));
        try (var origin = new DemoOrigin(served)) {
            String text = DemoCatalogue.text(images, origin.uri(), SUMS);
            Path catalogue = Files.writeString(data.root().resolve("demo.yaml"), text);
            session.console().say("serving them at " + origin.uri() + "; the catalogue " + catalogue + ":");
            text.lines().forEach(line -> session.console().err().println("    " + line));
            var job = new Job(
                    CatalogueArguments.of(catalogue).read(session),
                    data,
                    TargetOptions.of(new Place.Directory(data.images()), DiskFormat.RAW),
                    Map.of("darkroom.origins.allow", origin.uri().getAuthority()));
            session.waitAtMost(waiting.timeout());
            int code = new Sync(session, waiting).run(job, output);
            return code == ExitCode.OK ? compare(images, data) : code;
        }
    }

    private int compare(List<DemoImage> images, DataDirectory data) throws IOException, InterruptedException {
        for (DemoImage image : images) {
            CompareImages.raw(image, data.images().resolve(image.key() + ".raw"));
            session.console().say(image.key() + ".raw is the same disk as its source (qemu-img compare)");
        }
        Console console = session.console();
        console.say("the images are in " + data.images() + "; what to type next:");
        List<String> place = List.of("--data", data.root().toString());
        List.of("image list", "image show demo", "ids -f ansible")
                .forEach(command -> console.err().println("    " + Advice.command(place, command)));
        console.err().println("    " + Advice.command(List.of(), "sync CATALOGUE --to cloud:NAME --disk-format raw"));
        return ExitCode.OK;
    }
}
