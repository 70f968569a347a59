package dev.darkroom.upload.openstack.clouds;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.Reasons;
import dev.darkroom.events.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Finds and reads clouds.yaml and its relatives where every OpenStack client looks for them. */
final class CloudFiles {
    private static final int LARGEST = 1 << 20;
    private static final Path SYSTEM = Path.of("/etc/openstack");

    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final Optional<Path> home;

    CloudFiles(Map<String, String> environment, Path workingDirectory, Optional<Path> home) {
        this.environment = environment;
        this.workingDirectory = workingDirectory;
        this.home = home;
    }

    /**
     * Where a file is looked for, in order: the first one that exists counts, the others are not read.
     *
     * @param variable the environment variable that names a file to be looked for first
     * @param name     the file's name without its ending
     */
    List<Path> places(String variable, String name) {
        var places = new ArrayList<Path>();
        if (!environment.getOrDefault(variable, "").isBlank()) {
            places.add(resolve(environment.get(variable)));
        }
        Stream.of(
                        Optional.of(workingDirectory),
                        home.map(path -> path.resolve(".config/openstack")),
                        Optional.of(SYSTEM))
                .flatMap(Optional::stream)
                .forEach(directory -> Stream.of(".yaml", ".yml", ".json")
                        .map(end -> directory.resolve(name + end))
                        .forEach(places::add));
        return places;
    }

    Optional<Path> find(String variable, String name) {
        return places(variable, name).stream().filter(Files::isRegularFile).findFirst();
    }

    /**
     * A path as people write it: relative to the working directory, {@code ~} for the home.
     *
     * @throws FailureException {@code target-unknown} where there is no home
     */
    Path resolve(String path) {
        if (!path.equals("~") && !path.startsWith("~/")) {
            return workingDirectory.resolve(path);
        }
        return home.orElseThrow(() -> new FailureException(
                        FailureCode.TARGET_UNKNOWN,
                        "this user has no home directory for the ~ of " + Texts.quote(path)))
                .resolve(path.substring(Math.min(2, path.length())));
    }

    /**
     * The mapping below one key of a file, such as {@code clouds}; empty where the file has none.
     *
     * @throws FailureException {@code target-unknown} naming the file, and the line where it is no YAML
     */
    static Map<String, Object> read(Path file, String root) {
        Object document;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw wrong(file, "is larger than " + new ByteSize(LARGEST), null);
            }
            // Safe construction makes plain values only; the limits on aliases and depth are the library's.
            document =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(bytes, StandardCharsets.UTF_8));
        } catch (MarkedYAMLException e) {
            // Its message and its problem quote what is written there, which may be a password.
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw wrong(
                    file,
                    "is not YAML: line " + line + "; values that begin with a special character need quotes",
                    null);
        } catch (YAMLException e) {
            throw wrong(file, "is not YAML", null);
        } catch (IOException e) {
            throw wrong(file, "cannot be read: " + Reasons.of(e), e);
        }
        Object below = document instanceof Map<?, ?> map ? map.get(root) : null;
        return mapping(below).orElseThrow(() -> wrong(file, "must have a mapping " + root + ": at its top", null));
    }

    /** A YAML mapping with its keys as text; empty when the value is something else. */
    static Optional<Map<String, Object>> mapping(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, each) -> copy.put(String.valueOf(key), each));
        return Optional.of(copy);
    }

    /** Mappings are merged key by key; of anything else {@code over} wins. */
    static Map<String, Object> merge(Map<String, Object> under, Map<String, Object> over) {
        var merged = new LinkedHashMap<>(under);
        over.forEach((key, value) -> merged.merge(
                key,
                value == null ? "" : value,
                (low, high) -> mapping(low).isPresent() && mapping(high).isPresent()
                        ? merge(mapping(low).orElseThrow(), mapping(high).orElseThrow())
                        : high));
        return merged;
    }

    private static FailureException wrong(Path file, String what, Throwable cause) {
        return new FailureException(FailureCode.TARGET_UNKNOWN, file + " " + what, cause);
    }
}
