package dev.darkroom.serve.settings;

import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.Expressions;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The settings as they are without a start, from everywhere that they may come from. */
public final class Settings {
    /** What a value takes from elsewhere. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^{}:$]+)");

    /** That a sentence begins with. */
    private static final Pattern SUBJECT = Pattern.compile("(darkroom|quarkus|kafka)(\\.(\"[^\"]*\"|[^\\s.:,\"]+))+");

    private final List<ConfigSource> sources = new ArrayList<>();
    private final Path file; // null: none
    private final ConfigSource variables;
    private final SmallRyeConfig all;

    /**
     * @param given win over all others
     * @param file  of properties; null: none
     * @throws ServerNotStartedException when a variable names another file
     */
    public Settings(Map<String, String> given, Path file) throws IOException {
        this(given, file, System.getenv());
    }

    Settings(Map<String, String> given, Path file, Map<String, String> environment) throws IOException {
        this.file = file;
        sources.add(new PropertiesConfigSource(given, "given", 500)); // System properties, as soon as it starts.
        if (file != null) {
            if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
                // It is read more than once, and a pipe says everything once: what is said there would not be in force.
                throw new IOException("it is no file; what a pipe says is gone once it is read");
            }
            try (Reader reader = Files.newBufferedReader(file)) {
                new Properties().load(reader);
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
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

    /** What is wrong with the names that the file and {@code -D} have, in a sentence each, with its place. */
    List<String> misnamed() {
        return sources.stream()
                .flatMap(source -> source instanceof PropertiesConfigSource said
                        ? said.getConfigValueProperties().entrySet().stream()
                        : Stream.empty())
                .sorted(Comparator.comparingInt(each -> each.getValue().getLineNumber()))
                .flatMap(each -> SettingNames.mistake(
                                each.getKey(), each.getValue().getValue())
                        .stream()
                        .map(mistake -> place(each.getValue()) + mistake))
                .toList();
    }

    /** A sentence that begins with the name of a setting, or of a group of them, behind the place where that is said. */
    String placed(String sentence) {
        Matcher subject = SUBJECT.matcher(sentence);
        if (!subject.lookingAt()) {
            return sentence;
        }
        return Stream.concat(Stream.of(subject.group()), within(subject.group()))
                .map(this::raw)
                .filter(value -> value.getRawValue() != null)
                .findFirst()
                .map(value -> place(value) + sentence)
                .orElse(sentence);
    }

    private Stream<String> within(String group) {
        String plain = group.replace("\"", "");
        return names().stream().sorted().filter(name -> {
            String other = name.replace("\"", "");
            return other.equals(plain)
                    || other.startsWith(plain + ".")
                    || other.startsWith(plain + "[")
                    || name.startsWith(KnownSettings.variable(group) + "_");
        });
    }

    private String place(ConfigValue value) {
        if (value.getLineNumber() > 0) {
            return file + ":" + value.getLineNumber() + ": ";
        }
        return variables.getName().equals(value.getConfigSourceName())
                ? KnownSettings.variable(value.getName()) + ": "
                : "-D ";
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
        return Optional.ofNullable(raw(name).getRawValue());
    }

    private ConfigValue raw(String name) {
        return Expressions.withoutExpansion(() -> all.getConfigValue(name));
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
