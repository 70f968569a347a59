package dev.darkroom.serve.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ImageKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {
    private static final ImageKey A = new ImageKey("a");
    private static final ImageKey B = new ImageKey("b");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T01:02:03Z"));
    private final InstantSource source = now::get;
    private final ProgressBoard board = new ProgressBoard(source.withZone(ZoneOffset.UTC));

    @Test
    void showsTheLatestOfEachActivityInOrderOfKeys() {
        board.at(B, "downloading", 1, -1);
        board.at(A, "downloading", 1, 10);
        board.at(A, "downloading", 2, 10);

        assertThat(board.activities())
                .containsExactly(new Activity(A, "downloading", 2, 10), new Activity(B, "downloading", 1, -1));
    }

    @Test
    void forgetsWhatIsFinishedAndWhatHasNotMoved() {
        board.at(A, "downloading", 10, 10);
        board.at(B, "downloading", 1, 10);
        now.set(now.get().plusSeconds(61));
        board.at(A, "uploading", 1, 10);

        assertThat(board.activities()).containsExactly(new Activity(A, "uploading", 1, 10));
    }

    @Test
    void keepsNoMoreThanWhatGoesOnWhenNobodyWatches() {
        for (int i = 0; i < 10_000; i++) {
            var key = new ImageKey("image_" + i);
            board.at(key, "downloading", 1, 10); // Cut.
            board.at(key, "converting", 1, 10);
            board.at(key, "converting", 10, 10);
            now.set(now.get().plusSeconds(1));
        }

        assertThat(board.size()).isLessThan(100);
    }
}
