package dev.darkroom.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.fetch.testing.Codec;
import dev.darkroom.fetch.testing.Served;
import dev.darkroom.staging.StagedName;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a download when the process ends while it is published. */
class InterruptedPublishingTest extends DownloadCase {
    private static final String SOURCE = StagedName.source(Fetching.sha256(IMAGE));

    @BeforeEach
    void serve() {
        origin.on("/disk", GOOD);
    }

    private static boolean isSource(String name) {
        return name.startsWith("source.") && !name.equals("source.facts");
    }

    /** Fails when the source is to be published, which takes a while: all of it is forced to the disk. */
    private void failToPublish() {
        fetching.staging.publishing = name -> {
            if (isSource(name)) {
                throw new UncheckedIOException(new IOException("the process is stopping"));
            }
        };
        assertThatThrownBy(() -> fetching.fetch(unproven())).isInstanceOf(UncheckedIOException.class);
        fetching.staging.publishing = name -> {};
    }

    @Test
    void aDownloadThatCouldNotBePublishedIsNotAskedForAgain() {
        failToPublish();
        assertThat(fetching.files()).containsExactly("download", "download.state", "source.facts");

        assertFetched(unproven());

        assertThat(origin.requests()).hasSize(1);
        assertThat(fetching.files()).containsExactlyInAnyOrder(SOURCE, "source.facts");
    }

    @Test
    void aDownloadThatAStopInterruptsIsNotAskedForAgain() {
        fetching.staging.publishing = name -> {
            if (isSource(name)) {
                Thread.currentThread().interrupt();
            }
        };
        assertThatThrownBy(() -> fetching.fetch(unproven())).isInstanceOf(UncheckedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        fetching.staging.publishing = name -> {};

        assertFetched(unproven());

        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void anUnpackingThatCouldNotBePublishedLeavesOnlyTheDownload() {
        origin.on("/disk", Served.file(Codec.GZIP.compress(IMAGE)));

        failToPublish();

        assertThat(fetching.files()).containsExactly("download", "download.state", "source.facts");
        assertFetched(unproven());
        assertThat(origin.requests()).hasSize(1);
    }
}
