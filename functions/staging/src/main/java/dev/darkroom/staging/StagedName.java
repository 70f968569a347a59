package dev.darkroom.staging;

import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.StagedFile;

/**
 * What staged images are called: by the hash of the source that they are, or were made of. An event may wait while its bytes
 * are swept and those of another source are staged of the same key: it does not find them under the name that it has.
 */
public final class StagedName {
    /** What the name of a converted image begins with. */
    static final String ARTIFACT = "artifact.";

    private static final String SOURCE = "source.";
    /** As much of the hash as a name has room for: nobody can make two sources that agree in it. */
    private static final int DIGITS = 48;

    private StagedName() {}

    /** Of the source itself. @param sha256 of what was downloaded */
    public static String source(Digest sha256) {
        return SOURCE + mark(sha256);
    }

    /** Of what was made of a source. @param sha256 of what was downloaded */
    public static String artifact(Digest sha256, DiskFormat format) {
        return ARTIFACT + mark(sha256) + "." + format;
    }

    /** Whether these bytes are that source, or were made of it. */
    static boolean says(StagedFile file, Digest sha256) {
        String name = of(file);
        return name.equals(source(sha256)) || name.equals(artifact(sha256, file.format()));
    }

    /** Under which these bytes were published. */
    public static String of(StagedFile file) {
        return file.reference().substring(file.reference().indexOf('/') + 1);
    }

    private static String mark(Digest sha256) {
        return sha256.hex().substring(0, DIGITS);
    }
}
