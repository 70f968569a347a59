package dev.darkroom.upload;

import static dev.darkroom.events.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Digest.Algorithm;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageConverted;
import dev.darkroom.events.testing.Samples;
import dev.darkroom.upload.testing.Staged;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactTest {
    @TempDir
    Path temp;

    /** They are fetched again; the disk will not give them back. */
    @Test
    void bytesThatCannotBeReadCountAsMissing() throws Exception {
        var staged = new Staged(temp);
        ImageConverted event = staged.unreadable("debian_12", Samples.spec());
        Artifact artifact = staged.artifact(event);
        Artifact hashed = staged.artifact(Staged.hashed(event, Samples.SHA512));

        assertThat(assertFails(FailureCode.STAGED_BYTES_MISSING, () -> artifact.digest(Algorithm.SHA512)))
                .hasMessageContaining("can no longer be read from the disk");
        assertFails(FailureCode.STAGED_BYTES_MISSING, () -> hashed.digest(Algorithm.SHA256));
        assertFails(FailureCode.STAGED_BYTES_MISSING, hashed::requireIntact);
    }
}
