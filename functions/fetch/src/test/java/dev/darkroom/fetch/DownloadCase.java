package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static dev.darkroom.fetch.Fetching.request;
import static dev.darkroom.fetch.Fetching.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.util.Optional;

/** An image of which an origin serves what the test says, and what comes of it. */
abstract class DownloadCase extends FetchCase {
    /** Some odd number of buffers long. */
    static final byte[] IMAGE = image(1_500 * 512);

    static final byte[] OTHER = image(1_700 * 512);
    static final int HALF = 400_001;
    static final Served GOOD = Served.file(IMAGE);

    final ImageRequested proven() {
        return request(origin.url("/disk"), sha256(IMAGE));
    }

    final ImageRequested unproven() {
        return request(origin.url("/disk"));
    }

    final void assertFetched(ImageRequested request) {
        assertThat(fetching.staged(fetching.fetch(request))).hasBinaryContent(IMAGE);
    }

    /** Downloads {@link #HALF} bytes and fails there: what is left behind is what a killed process leaves. */
    final void leaveHalf(ImageRequested request) {
        origin.on("/disk", GOOD.cutAfter(HALF), FakeOrigin.status(503));
        fetching.failsWith(FailureCode.ORIGIN_UNAVAILABLE, request);
        assertThat(fetching.work("download")).hasSize(HALF);
    }

    final Optional<String> lastHeader(String name) {
        return origin.requests().getLast().header(name);
    }
}
