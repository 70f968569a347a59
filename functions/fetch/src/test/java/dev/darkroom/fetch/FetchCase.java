package dev.darkroom.fetch;

import dev.darkroom.fetch.testing.FakeOrigin;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An origin that serves what the test says, and the step that fetches from it. */
abstract class FetchCase {
    @TempDir
    Path root;

    final FakeOrigin origin = new FakeOrigin();
    Fetching fetching;

    @BeforeEach
    void makeFetching() {
        fetching = new Fetching(root);
    }

    @AfterEach
    void stopFetching() throws IOException {
        fetching.close();
        origin.close();
    }
}
