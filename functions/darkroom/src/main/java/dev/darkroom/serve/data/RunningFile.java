package dev.darkroom.serve.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.serve.data.DataDirectory.RunningProcess;
import dev.darkroom.wire.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The file in which the process that holds a directory says where it answers; only its owner may read it. */
final class RunningFile {
    private final Path file;

    RunningFile(Path file) {
        this.file = file;
    }

    /** What somebody has written who holds the directory alone. One that was killed has written it, too. */
    Optional<RunningProcess> read() throws IOException {
        try {
            return Optional.of(Json.mapper().readValue(file.toFile(), RunningProcess.class));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IOException(file + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    void write(RunningProcess process) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(next, Json.mapper().writeValueAsBytes(process));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
