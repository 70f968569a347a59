package dev.darkroom.serve;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The settings as they are before the start, from everywhere that they may come from. */
final class Settings {
    private final SmallRyeConfig config;

    private Settings(SmallRyeConfig config) {
        this.config = config;
    }

    /** @param file null: none */
    static Settings of(Map<String, String> given, Path file) throws IOException {
        var builder = new SmallRyeConfigBuilder().addSystemSources().withSources(new PropertiesConfigSource(given, "given", 500));
        if (file != null) {
            builder.withSources(new PropertiesConfigSource(file.toUri().toURL()));
        }
        return new Settings(builder.build());
    }

    /** Whether anything below a prefix is set; environment variables count. */
    boolean names(String prefix) {
        String variable = prefix.replace('.', '_').toUpperCase(Locale.ROOT) + "_";
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .anyMatch(name -> name.startsWith(prefix + ".") || name.startsWith(variable));
    }
}
