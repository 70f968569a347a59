package dev.darkroom.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads names of files and directories. An empty one, as of a variable that is not set, would mean the working directory. */
final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("must name a file or a directory but is empty");
        }
        return Path.of(text);
    }
}
