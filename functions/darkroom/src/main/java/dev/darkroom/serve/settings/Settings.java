package dev.darkroom.serve.settings;

import dev.darkroom.events.Texts;
import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The settings as they are without a start, from everywhere that they may come from. */
public final class Settings {
    /** Of ours, or of what reads settings within us, as variables too; with a profile before it or without. */
    private static final Pattern NAME =
            Pattern.compile("(%[^.]+\\.)?((darkroom|quarkus|kafka|mp|smallrye)\\.|(QUARKUS|KAFKA|MP|SMALLRYE)_)");

    /** What a value takes from elsewhere. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^{}:$]+)");

    /** Commands must find it, which look for a process and read no settings. */
    private static final String DATA = "darkroom.data";

    private final List<ConfigSource> sources = new ArrayList<>();
    private final ConfigSource variables;
    private final SmallRyeConfig all;

    /**
     * @param given win over all others
     * @param file  of properties; null: none
     * @throws ServerNotStartedException when a name can be none of a setting
     */
    public Settings(Map<String, String> given, Path file) throws IOException {
        this(given, file, System.getenv());
    }

    Settings(Map<String, String> given, Path file, Map<String, String> environment) throws IOException {
        sources.add(new PropertiesConfigSource(given, "given", 500)); // System properties, as soon as it starts.
        requireNames(given.keySet(), "-D");
        if (file != null) {
            if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
                // It is read more than once, and a pipe says everything once: what is said there would not be in force.
                throw new IOException("it is no file; what a pipe says is gone once it is read");
            }
            var settings = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
            requireNames(settings.stringPropertyNames(), "--config " + file + ":");
        }
        environment.keySet().stream()
                .filter(variable -> variable.endsWith("_CONFIG_LOCATIONS"))
                .findFirst()
                .ifPresent(variable -> {
                    throw ServerNotStartedException.wrong(
                            "the variable " + variable + " is not read: name the file by --config");
                });
        sources.addAll(SettingSources.given(environment, file));
        variables = sources.stream()
                .filter(EnvConfigSource.class::isInstance)
                .findFirst()
                .orElseThrow();
        all = builder().build();
    }

    /** What nobody reads would be believed to be set. */
    private static void requireNames(Collection<String> names, String where) {
        for (String name : names) {
            if (!NAME.matcher(name).lookingAt()) {
                throw ServerNotStartedException.wrong(where + " " + Texts.quote(name)
                        + " is not a setting: names begin with darkroom. (or quarkus., kafka. or another part of the"
                        + " framework)");
            }
            if (name.endsWith(".config.locations")) {
                throw ServerNotStartedException.wrong(where + " " + name + " is not read: name the file by --config");
            }
            if (name.equals(DATA)) {
                throw ServerNotStartedException.wrong(
                        where + " " + DATA + " is said by --data DIR, or by the variable DARKROOM_DATA");
            }
        }
    }

    /** A group of settings. */
    public <T> T group(Class<T> type) {
        return builder().withMapping(type).build().getConfigMapping(type);
    }

    /**
     * A single setting.
     *
     * @throws ServerNotStartedException when it cannot be told what it stands for, as when that is itself
     */
    public Optional<String> value(String name) {
        try {
            return value(name, String.class).filter(value -> !value.isBlank());
        } catch (IllegalArgumentException e) {
            throw ServerNotStartedException.unreadable(name, e);
        }
    }

    /**
     * The same as what it stands for.
     *
     * @throws IllegalArgumentException when it is not of this type
     */
    <T> Optional<T> value(String name, Class<T> type) {
        return all.getOptionalValue(name, type);
    }

    /** The values of a setting that may have several; none when it is not set. */
    <T> List<T> values(String name, Class<T> type) {
        return all.getOptionalValues(name, type).orElse(List.of());
    }

    /** As it is written, whatever that stands for; empty when nobody has set it. */
    Optional<String> written(String name) {
        return Optional.ofNullable(all.getConfigValue(name).getRawValue());
    }

    /** Whether somebody has set it, and to nothing. */
    boolean blank(String name) {
        return written(name).isPresent() && value(name).isEmpty();
    }

    /** Whether anything below a prefix is set; environment variables count. */
    public boolean names(String prefix) {
        return !below(prefix).isEmpty();
    }

    /** What is set below a prefix, as it is written there. */
    public List<String> below(String prefix) {
        String variable = KnownSettings.variable(prefix) + "_";
        return names().stream()
                .filter(name -> name.startsWith(prefix + ".") || name.startsWith(variable))
                .filter(this::isRead)
                .sorted()
                .toList();
    }

    /** A variable that only looks like one of ours sets nothing, though it is listed as it would be in a file, too. */
    private boolean isRead(String name) {
        if (name.startsWith("DARKROOM_")) {
            return KnownSettings.isVariable(name, names());
        }
        return !name.startsWith("darkroom.")
                || !variables.getPropertyNames().contains(name)
                || KnownSettings.isName(name);
    }

    /** Whether an environment variable is a setting, or a part of the value of one. */
    public boolean reads(String variable) {
        return KnownSettings.isVariable(variable, names()) || isInValues(variable);
    }

    private boolean isInValues(String variable) {
        return sources.stream()
                .flatMap(source -> source.getProperties().values().stream())
                .flatMap(value -> EXPRESSION.matcher(value).results())
                .anyMatch(found -> KnownSettings.variable(found.group(1)).equals(variable));
    }

    private List<String> names() {
        return StreamSupport.stream(all.getPropertyNames().spliterator(), false).toList();
    }

    private SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .withCustomizers(new QuarkusConfigBuilderCustomizer()) // With the profile that Quarkus will have.
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withValidateUnknown(false) // The start says which setting there is not.
                .withSources(sources);
    }
}
