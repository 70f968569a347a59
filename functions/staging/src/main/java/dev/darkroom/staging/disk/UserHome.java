package dev.darkroom.staging.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The home directory of the user who runs this. */
public final class UserHome {
    private UserHome() {}

    /**
     * Empty for a user who has none, as a system's own users, and for one without a name, as containers have them: Java calls it
     * {@code ?} then, which would be a directory here.
     */
    public static Optional<Path> path() {
        return Optional.of(Path.of(System.getProperty("user.home", "")))
                .filter(Path::isAbsolute)
                .filter(Files::isDirectory);
    }
}
