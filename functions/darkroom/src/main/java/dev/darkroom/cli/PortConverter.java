package dev.darkroom.cli;

import dev.darkroom.events.Texts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads ports. */
final class PortConverter implements ITypeConverter<Integer> {
    private static final int LAST = 65_535;

    @Override
    public Integer convert(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= LAST) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with what would be right.
        }
        throw new TypeConversionException("must be a port from 0 to " + LAST + " but is " + Texts.quote(text));
    }
}
