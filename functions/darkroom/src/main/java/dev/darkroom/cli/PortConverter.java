package dev.darkroom.cli;

import dev.darkroom.events.Texts;
import dev.darkroom.serve.settings.SettingRanges;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads ports. */
final class PortConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= SettingRanges.LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with what would be right.
        }
        throw new TypeConversionException(
                "must be a port from 0 to " + SettingRanges.LAST_PORT + " but is " + Texts.quote(text));
    }
}
