package dev.darkroom.upload.glance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.upload.openstack.RemoteImage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTableTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ImageKey KEY = new ImageKey("debian_12");
    private static final DecisionTable TABLE =
            new DecisionTable("ours", KEY, DiskFormat.RAW, Duration.ofSeconds(600), Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest(name = "{0} of {1} marked {2}, {3} and {4}, {5} s old, right bytes {6}: {7}")
    @CsvSource(textBlock = """
            # status      owner  mark       format visibility age  right  decision
            queued,         ours,   debian_12, raw,   private,   0,    true,  Send
            queued,         ours,   debian_12, raw,   private,   9999, true,  Send
            queued,         ours,   debian_12, qcow2, private,   0,    true,  Replace
            queued,         ours,   debian_12, raw,   community, 0,    true,  Replace
            queued,         ours,   debian_12, raw,   shared,    0,    true,  Replace
            queued,         ours,   debian_11, raw,   private,   0,    true,  NextId
            queued,         ours,   ,          raw,   private,   0,    true,  NextId
            queued,         theirs, debian_12, raw,   community, 0,    true,  NextId
            saving,         ours,   debian_12, raw,   private,   0,    true,  Wait
            saving,         ours,   debian_12, raw,   private,   599,  true,  Wait
            saving,         ours,   debian_12, raw,   private,   600,  true,  Replace
            saving,         ours,   debian_12, raw,   private,   -60,  true,  Wait
            saving,         ours,   ,          raw,   private,   9999, true,  NextId
            saving,         theirs, debian_12, raw,   community, 9999, true,  NextId
            importing,      ours,   debian_12, raw,   private,   10,   true,  Wait
            importing,      ours,   debian_12, raw,   private,   601,  true,  Replace
            uploading,      ours,   debian_12, raw,   private,   10,   true,  Wait
            uploading,      ours,   debian_12, raw,   private,   601,  true,  Replace
            active,         ours,   debian_12, raw,   community, 0,    true,  Done
            active,         ours,   debian_12, raw,   private,   9999, true,  Done
            active,         ours,   debian_12, raw,   community, 0,    false, Conflict
            active,         ours,   debian_12, qcow2, community, 0,    false, Conflict
            active,         ours,   debian_11, raw,   community, 0,    true,  NextId
            active,         ours,   ,          raw,   community, 0,    true,  NextId
            active,         theirs, debian_12, raw,   community, 0,    true,  NextId
            active,         ,       debian_12, raw,   public,    0,    true,  NextId
            deactivated,    ours,   debian_12, raw,   community, 0,    true,  Deactivated
            deactivated,    theirs, debian_12, raw,   community, 0,    true,  NextId
            killed,         ours,   debian_12, raw,   private,   0,    true,  NextId
            deleted,        ours,   debian_12, raw,   private,   0,    true,  NextId
            pending_delete, ours,   debian_12, raw,   private,   0,    true,  NextId
            reviewing,      ours,   debian_12, raw,   private,   10,   true,  Wait
            reviewing,      ours,   debian_12, raw,   private,   601,  true,  Replace
            """)
    void whatIsFoundDecides(
            String status,
            String owner,
            String mark,
            String format,
            String visibility,
            long age,
            boolean right,
            String decision) {
        RemoteImage image = image(status, owner, mark, format, visibility, NOW.minusSeconds(age));

        Decision decided = TABLE.decide(Optional.of(image), any -> right);

        assertThat(decided.getClass().getSimpleName()).isEqualTo(decision);
    }

    @Test
    void whatIsNotThereIsMade() {
        assertThat(TABLE.decide(Optional.empty(), any -> true)).isEqualTo(new Decision.Create());
    }

    @Test
    void theBytesAreComparedOnlyWhereThatDecides() {
        for (String status : List.of("queued", "saving", "deactivated", "killed")) {
            TABLE.decide(Optional.of(image(status, "ours", KEY.value(), "raw", "private", NOW)), any -> {
                throw new AssertionError("compared for " + status);
            });
        }
        TABLE.decide(Optional.of(image("active", "theirs", KEY.value(), "raw", "community", NOW)), any -> {
            throw new AssertionError("compared for a stranger's image");
        });
    }

    @Test
    void whoeverWaitsKnowsForHowLong() {
        RemoteImage image = image("saving", "ours", KEY.value(), "raw", "private", NOW.minusSeconds(100));

        assertThat(TABLE.decide(Optional.of(image), any -> true))
                .isEqualTo(new Decision.Wait(image, Duration.ofSeconds(500)));
    }

    private static RemoteImage image(
            String status, String owner, String mark, String format, String visibility, Instant updatedAt) {
        return new RemoteImage(
                ImageId.of(KEY, 0),
                status,
                owner,
                "Debian 12",
                visibility,
                format,
                "bare",
                null,
                null,
                null,
                0,
                0,
                false,
                false,
                List.of(),
                new TreeMap<>(mark == null ? Map.of() : Map.of("darkroom_key", mark)),
                updatedAt);
    }
}
