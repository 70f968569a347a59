package dev.darkroom.cli;

import dev.darkroom.registry.query.Durations;
import dev.darkroom.registry.query.QueryException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads spans of time as the registry's questions do. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return Durations.of("it", text);
        } catch (QueryException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
