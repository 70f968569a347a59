package dev.darkroom.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.cli.sync.Outcome.State;
import dev.darkroom.registry.query.ImageView;
import dev.darkroom.registry.query.PlacementView;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Patience patience = new Patience(3, nanos::get);

    @Test
    void theThirdFailureIsTheLastThatIsWaitedFor() {
        assertThat(judge(failing(1))).isEqualTo(State.PENDING);
        assertThat(judge(failing(2))).isEqualTo(State.GIVEN_UP);
    }

    @Test
    void whatFailedBeforeIsForgiven() {
        patience.forgive(new TreeMap<>(Map.of("a", image(5, placement("waiting", "origin-unavailable", 4)))));

        assertThat(judge(failing(4))).isEqualTo(State.PENDING);
        assertThat(judge(failing(6))).isEqualTo(State.PENDING);
        assertThat(judge(failing(7))).isEqualTo(State.GIVEN_UP);
    }

    @Test
    void noughtWaitsForEver() {
        assertThat(judge(new Patience(0, nanos::get), failing(1000), "cloud")).isEqualTo(State.PENDING);
    }

    @Test
    void aTargetMayBeUnavailableForAWhile() {
        ImageView image = image(1, placement("waiting", "target-unavailable", null));
        assertThat(judge(image)).isEqualTo(State.PENDING);
        nanos.set(Duration.ofSeconds(119).toNanos());
        assertThat(judge(image)).isEqualTo(State.PENDING);
        nanos.set(Duration.ofSeconds(121).toNanos());
        assertThat(judge(image)).isEqualTo(State.GIVEN_UP);
    }

    @Test
    void aTargetThatWasAwayAndCameBackMayBeAwayAgain() {
        ImageView away = image(1, placement("waiting", "target-unavailable", null));
        judge(away);
        judge(image(1, placement("uploading", null, null)));
        nanos.set(Duration.ofSeconds(121).toNanos());

        assertThat(judge(away)).isEqualTo(State.PENDING);
    }

    @Test
    void whatHasEndedHasEnded() {
        assertThat(judge(image(1, placement("ready", null, null)))).isEqualTo(State.READY);
        assertThat(judge(image(1, placement("failed", "checksum-mismatch", 0)))).isEqualTo(State.FAILED);
    }

    @Test
    void whatTheRegistryDoesNotKnowYetIsPending() {
        assertThat(judge(null)).isEqualTo(State.PENDING);
        assertThat(judge(patience, failing(9), "other")).isEqualTo(State.PENDING);
    }

    @Test
    void spaceIsWaitedForWhileAnotherImageGetsOn() {
        ImageView other = image(1, placement("converting", null, null));

        assertThat(judge(lackingSpace(8), other)).containsExactly(State.PENDING, State.PENDING);
        assertThat(judge(lackingSpace(8), lackingSpace(8)))
                .as("it is tried again when the other is done")
                .containsExactly(State.PENDING, State.GIVEN_UP);
        assertThat(judge(lackingSpace(11), image(1, placement("ready", null, null))))
                .containsExactly(State.GIVEN_UP, State.READY);
    }

    @Test
    void spaceIsNotWaitedForWhereNoOtherIsWaitedForAnyMore() {
        assertThat(judge(lackingSpace(8), failing(8))).containsExactly(State.GIVEN_UP, State.GIVEN_UP);
    }

    private State judge(ImageView image) {
        return judge(patience, image, "cloud");
    }

    private static State judge(Patience patience, ImageView image, String target) {
        Outcome outcome = Outcome.of("a", image, target);
        return patience.judge(List.of(outcome), Collections.singletonMap("a", image))
                .getFirst()
                .state();
    }

    /** How two images stand. */
    private List<State> judge(ImageView one, ImageView other) {
        List<Outcome> outcomes = List.of(Outcome.of("a", one, "cloud"), Outcome.of("b", other, "cloud"));
        return patience.judge(outcomes, Map.of("a", one, "b", other)).stream()
                .map(Outcome::state)
                .toList();
    }

    private static ImageView failing(int attempt) {
        return image(attempt + 1, placement("waiting", "origin-unavailable", attempt));
    }

    private static ImageView lackingSpace(int attempt) {
        return image(attempt + 1, placement("waiting", "no-space", attempt));
    }

    private static ImageView image(int attempts, PlacementView placement) {
        return new ImageView(
                "a", placement.status(), "c", attempts, null, new TreeMap<>(Map.of("cloud", placement)), null);
    }

    private static PlacementView placement(String status, String code, Integer attempt) {
        return new PlacementView(
                status,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                code,
                null,
                code == null ? null : "why",
                attempt,
                null);
    }
}
