package dev.darkroom.cli;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.TargetAnnounced;
import dev.darkroom.events.Texts;
import dev.darkroom.staging.disk.UserHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where images are to be published. */
final class TargetOptions {
    @Option(
            names = "--to",
            paramLabel = "TARGET",
            split = EnvironmentDefaults.BETWEEN,
            hideParamSyntax = true,
            converter = Converter.class,
            description = "Publish to dir:PATH, a directory, or to cloud:NAME, a cloud of clouds.yaml; may be given"
                    + " several times, or in DARKROOM_TO with commas between. By default to the targets of the settings,"
                    + " or else to images/ in the data directory.")
    private List<Place> to = new ArrayList<>();

    @Option(
            names = "--disk-format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description =
                    "Convert to this format for each --to: raw, qcow2, vmdk, vhd, vhdx or vdi. By default each image"
                            + " says itself.")
    private DiskFormat diskFormat;

    /** A place that was asked for. */
    sealed interface Place {
        /** That of the target which the place becomes. */
        String kind();

        /** A directory; its images are files. */
        record Directory(Path path) implements Place {
            @Override
            public String kind() {
                return TargetAnnounced.DIRECTORY;
            }

            @Override
            public String toString() {
                return "dir:" + path;
            }
        }

        /** A cloud, by its name in clouds.yaml. */
        record Cloud(String name) implements Place {
            @Override
            public String kind() {
                return TargetAnnounced.GLANCE;
            }

            @Override
            public String toString() {
                return "cloud:" + name;
            }
        }
    }

    static TargetOptions of(Place place, DiskFormat diskFormat) {
        var options = new TargetOptions();
        options.to.add(place);
        options.diskFormat = diskFormat;
        return options;
    }

    List<Place> places() {
        if (to.isEmpty() && diskFormat != null) {
            throw CommandException.usage("--disk-format needs a target: say --to dir:PATH or --to cloud:NAME");
        }
        return List.copyOf(to);
    }

    /** Null: each image's own. */
    DiskFormat diskFormat() {
        return diskFormat;
    }

    static final class Converter implements ITypeConverter<Place> {
        @Override
        public Place convert(String text) {
            int colon = text.indexOf(':');
            String kind = colon < 0 ? "" : text.substring(0, colon);
            String value = text.substring(colon + 1);
            if (kind.equals("dir") && !value.isEmpty()) {
                return new Place.Directory(home(value).toAbsolutePath().normalize());
            }
            if (kind.equals("cloud") && !value.isEmpty()) {
                return new Place.Cloud(value);
            }
            throw new TypeConversionException("must be dir:PATH or cloud:NAME but is " + Texts.quote(text));
        }
    }

    /** A shell leaves the tilde behind {@code dir:} as it is. */
    private static Path home(String path) {
        if (!path.equals("~") && !path.startsWith("~/")) {
            return Path.of(path);
        }
        return UserHome.path()
                .orElseThrow(() -> new TypeConversionException("this user has no home directory for the ~ of " + path))
                .resolve(path.substring(Math.min(2, path.length())));
    }

    static final class FormatConverter implements ITypeConverter<DiskFormat> {
        @Override
        public DiskFormat convert(String text) {
            try {
                return DiskFormat.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
