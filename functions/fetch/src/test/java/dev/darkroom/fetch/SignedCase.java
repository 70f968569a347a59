package dev.darkroom.fetch;

import static dev.darkroom.fetch.Fetching.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.fetch.testing.Served;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;

/** An image that must be signed before a byte of it is asked for. */
abstract class SignedCase extends FetchCase {
    static final byte[] IMAGE = image(40 * 512);

    @BeforeEach
    void serveImage() {
        serve("/disk.raw", IMAGE);
    }

    final void serve(String path, byte[] content) {
        origin.on(path, Served.file(content));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    final FailureException fails(FailureCode code, ImageRequested request) {
        FailureException e = fetching.failsWith(code, request);
        assertThat(origin.requests("/disk.raw"))
                .as("no byte of the image was asked for")
                .isZero();
        assertThat(fetching.files()).as("left in staging").isEmpty();
        return e;
    }
}
