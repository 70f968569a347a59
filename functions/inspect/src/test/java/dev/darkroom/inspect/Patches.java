package dev.darkroom.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import java.nio.file.Path;

/** What the tables of hostile images have in common. */
final class Patches {
    static final ByteSize LARGEST_DISK = ByteSize.ofMiB(100 << 10);

    private Patches() {}

    static Verdict inspect(Path file, DiskFormat declared) {
        return new InspectImage(LARGEST_DISK).inspect(file, declared);
    }

    static void assertRefused(Path file, DiskFormat declared, String reason) {
        assertThat(inspect(file, declared)).isEqualTo(new Verdict.Refused(FailureCode.IMAGE_REFUSED, reason));
    }

    static void assertAccepted(Path file, DiskFormat declared, long virtualSize) {
        assertThat(inspect(file, declared)).isEqualTo(new Verdict.Accepted(virtualSize));
    }
}
