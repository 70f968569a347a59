package dev.darkroom.serve.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.Bus;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.testing.RecordingBus;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndProgressTest {
    private static final ImageKey FAILED = new ImageKey("failed");
    private static final ImageKey OTHER = new ImageKey("other");
    private static final ImageFailed FAILURE =
            new ImageFailed(FAILED, "fetch", null, null, FailureCode.ORIGIN_UNAVAILABLE, "it went away", null, 1);

    private final RecordingBus published = new RecordingBus();
    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());
    private final Bus bus = new EndProgress(published, board);

    @Test
    void whatHasFailedIsNotShownAsIfItWentOn() {
        board.at(FAILED, "downloading", 1, 10);
        board.at(OTHER, "downloading", 1, 10);

        bus.publish(FAILURE);

        assertThat(board.activities()).containsExactly(new Activity(OTHER, "downloading", 1, 10));
        assertThat(published.published()).containsExactly(FAILURE);
    }

    @Test
    void severalEventsAtOnceArePublishedAlike() {
        board.at(FAILED, "uploading to cloud", 1, 10);

        bus.publishAll(List.of(FAILURE));

        assertThat(board.activities()).isEmpty();
        assertThat(published.published()).containsExactly(FAILURE);
    }
}
