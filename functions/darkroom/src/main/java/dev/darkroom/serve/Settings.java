package dev.darkroom.serve;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The settings as they are without a start, from everywhere that they may come from. */
public final class Settings {
    private final List<ConfigSource> sources = new ArrayList<>();

    /**
     * @param given win over all others
     * @param file  null: none
     */
    public Settings(Map<String, String> given, Path file) throws IOException {
        sources.add(new PropertiesConfigSource(given, "given", 500));
        if (file != null) {
            sources.add(new PropertiesConfigSource(file.toUri().toURL()));
        }
    }

    /** A group of settings. */
    public <T> T group(Class<T> type) {
        return builder().withMapping(type).build().getConfigMapping(type);
    }

    /** A single setting. */
    Optional<String> value(String name) {
        return builder().build().getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }

    /** Whether anything below a prefix is set; environment variables count. */
    public boolean names(String prefix) {
        String variable = prefix.replace('.', '_').toUpperCase(Locale.ROOT) + "_";
        return StreamSupport.stream(builder().build().getPropertyNames().spliterator(), false)
                .anyMatch(name -> name.startsWith(prefix + ".") || name.startsWith(variable));
    }

    private SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .addSystemSources()
                .addDefaultInterceptors()
                .withValidateUnknown(false) // The start says which setting there is not.
                .withSources(sources);
    }
}
