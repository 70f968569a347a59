package dev.darkroom.serve.settings;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.SysPropConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Where settings come from, the same for the process and for whoever judges them before it starts: {@code -D}, then
 * environment variables, then the file of {@code --config}, then what the application has within. From nowhere else: Quarkus
 * alone would also obey {@code .env} and {@code config/application.properties} in whatever directory somebody is, such as one
 * with catalogues that others may change, and would let the file win over all.
 */
public final class SettingSources implements SmallRyeConfigBuilderCustomizer {
    /** The system property by which the process tells itself its file. */
    public static final String FILE = "dev.darkroom.settings";

    /** Below that of environment variables, which is 300. */
    private static final int FILE_ORDINAL = 275;

    private static final int WITHIN_ORDINAL = 250;
    private static final int LIBRARIES_ORDINAL = 100;

    /** What users say. @param file of properties; null: none */
    static List<ConfigSource> given(Map<String, String> environment, Path file) throws IOException {
        var sources = new ArrayList<ConfigSource>();
        sources.add(new SysPropConfigSource());
        sources.add(new EnvConfigSource(environment, EnvConfigSource.ORDINAL));
        if (file != null) {
            sources.add(new PropertiesConfigSource(file.toUri().toURL(), FILE_ORDINAL));
        }
        return sources;
    }

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        if (!builder.isAddDefaultSources()) {
            return; // Quarkus calls customizers that it has found twice.
        }
        builder.setAddDefaultSources(false).setAddSystemSources(false).setAddPropertiesSources(false);
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        String file = System.getProperty(FILE);
        try {
            builder.withSources(given(System.getenv(), file == null ? null : Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        builder.withSources(
                PropertiesConfigSourceLoader.inClassPath("application.properties", WITHIN_ORDINAL, classes));
        builder.withSources(PropertiesConfigSourceLoader.inClassPath(
                "META-INF/microprofile-config.properties", LIBRARIES_ORDINAL, classes));
    }
}
