package dev.darkroom.cli.document;

import dev.darkroom.events.UrlSecrets;
import dev.darkroom.staging.disk.SmallFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Documents in local files; what is on the web is left to another source. */
public final class FileDocuments implements DocumentSource {
    private final DocumentSource web;

    /** @param web brings what an http: or https: URL names */
    public FileDocuments(DocumentSource web) {
        this.web = web;
    }

    @Override
    public String read(String location) throws IOException {
        return Locations.isUrl(location) ? web.read(location) : file(location);
    }

    /** What is no file, such as a pipe, may never end, or never begin. */
    @Override
    public String readIncluded(String location) throws IOException {
        if (!Locations.isUrl(location) && isSpecial(Path.of(location))) {
            throw new IOException(UrlSecrets.clean(location) + " is not a regular file");
        }
        return read(location);
    }

    private static boolean isSpecial(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private static String file(String location) throws IOException {
        String shown = UrlSecrets.clean(location);
        try {
            Path path = Path.of(location);
            if (Files.isDirectory(path)) {
                throw new IOException(shown + " is a directory: name a file in it");
            }
            byte[] bytes = SmallFile.read(path, LARGEST)
                    .orElseThrow(() -> new IOException(shown + " has more than " + (LARGEST >> 20)
                            + " MiB: a catalogue may be split and included"));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (InvalidPathException e) {
            throw new IOException(UrlSecrets.quote(location) + " is not the name of a file", e);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + shown, e);
        } catch (AccessDeniedException e) {
            throw new IOException(shown + " may not be read: its permissions do not allow it", e);
        } catch (CharacterCodingException e) {
            throw new IOException(shown + " is not text in UTF-8", e);
        } catch (FileSystemException e) {
            throw new IOException(shown + " cannot be read: " + e.getReason(), e);
        }
    }
}
