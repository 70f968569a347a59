package dev.darkroom.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import dev.darkroom.events.ImageFailed;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import dev.darkroom.events.TargetAnnounced;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of images while something is wrong with a target. */
class IllTargetTest extends UploadCase {
    @ParameterizedTest
    @EnumSource(names = {"TARGET_UNAVAILABLE", "NO_SPACE"})
    void aTargetThatFailsIsLookedAtAndSaidToBeIll(FailureCode code) throws InterruptedException {
        UploadFunction function = uploading(raw);
        raw.problem(new TargetAnnounced.Problem(code, "it is away"));
        raw.fails(new FailureException(code, "it is away"));

        function.upload(event);
        TargetWatch watch = announcing.over(raw.name());
        assertThat(watch.awaitDoubt(Duration.ZERO)).isTrue();
        watch.step();

        assertThat(bus.published(TargetAnnounced.class))
                .singleElement()
                .satisfies(
                        announced -> assertThat(announced.problem().message()).isEqualTo("it is away"));
    }

    /** It may hang, and each image would hold up those of other targets as long. */
    @ParameterizedTest
    @EnumSource(names = {"TARGET_UNAVAILABLE", "TARGET_UNAUTHORIZED", "NO_SPACE"})
    void aTargetThatIsIllByWhatWasSaidIsNotAsked(FailureCode code) {
        UploadFunction function = uploading(raw, alsoRaw);
        raw.problem(new TargetAnnounced.Problem(code, "it hangs"));
        announcing.over(raw.name()).announce();

        function.upload(event);

        assertThat(raw.asked()).isZero();
        assertThat(bus.published(ImageReady.class))
                .singleElement()
                .satisfies(ready -> assertThat(ready.target()).isEqualTo(alsoRaw.name()));
        assertThat(bus.published(ImageFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.target()).isEqualTo(raw.name());
            assertThat(failed.code()).isEqualTo(code.retryable() ? code : FailureCode.TARGET_UNAVAILABLE);
            assertThat(failed.message()).isEqualTo("it hangs");
        });

        raw.problem(null);
        announcing.over(raw.name()).announce();
        function.upload(event);

        assertThat(raw.asked()).isEqualTo(1);
    }

    @Test
    void aTargetThatIsIllByWhatWasSaidRepairsNothing() {
        RepairFunction function = repairing(raw);
        raw.problem(new TargetAnnounced.Problem(FailureCode.TARGET_UNAVAILABLE, "it hangs"));
        announcing.over(raw.name()).announce();

        function.repair(new ImageRequested(
                event.key(), event.spec(), List.of(), Map.of(raw.name(), ImageId.of(event.key(), 0)), 1, null));

        assertThat(raw.repaired()).isEmpty();
        assertThat(bus.published(ImageFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE));
    }

    @ParameterizedTest
    @EnumSource(names = {"TARGET_UNAUTHORIZED", "TARGET_UNKNOWN"})
    void whatIsRefusedWhileTheTargetIsIllMayBeTriedAgain(FailureCode code) {
        raw.problem(new TargetAnnounced.Problem(code, "no such user"));
        raw.fails(new FailureException(code, "no such user"));

        uploading(raw).upload(event);

        assertThat(bus.published())
                .as("in the order in which it matters")
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(TargetAnnounced.class),
                        second -> assertThat(((ImageFailed) second).code()).isEqualTo(FailureCode.TARGET_UNAVAILABLE));
        assertThat(bus.published(ImageFailed.class).getFirst().message()).isEqualTo("no such user");
    }

    @ParameterizedTest
    @EnumSource(names = {"TARGET_UNAUTHORIZED", "TARGET_UNKNOWN"})
    void aRefusalThatPassesIsNone(FailureCode code) {
        raw.fails(1, new FailureException(code, "the token is unknown"));

        uploading(raw).upload(event);

        assertThat(bus.published(ImageReady.class)).hasSize(1);
        assertThat(bus.published(ImageFailed.class)).isEmpty();
    }

    @Test
    void aRefusalByATargetThatIsWellIsFinal() {
        raw.fails(new FailureException(FailureCode.TARGET_UNAUTHORIZED, "you may not share with everybody"));

        uploading(raw).upload(event);

        assertThat(bus.published(ImageFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.code()).isEqualTo(FailureCode.TARGET_UNAUTHORIZED));
        assertThat(raw.asked()).isEqualTo(2);
    }

    /** Its bytes may have been sent: they are not sent twice. */
    @ParameterizedTest
    @EnumSource(names = {"IMAGE_CONFLICT", "TARGET_REFUSED"})
    void aTargetIsNotBlamedForAnImage(FailureCode code) throws InterruptedException {
        raw.fails(new FailureException(code, "other bytes"));

        uploading(raw).upload(event);

        assertThat(announcing.over(raw.name()).awaitDoubt(Duration.ZERO)).isFalse();
        assertThat(raw.asked()).isEqualTo(1);
    }
}
