package dev.darkroom.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.FailureException;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {
    private static final long USABLE = 1_000;
    private static final long MARGIN = 100;

    private long usable = USABLE;
    private final FreeSpace space = new FreeSpace("the disk", () -> usable, new ByteSize(MARGIN));

    @Test
    void everyByteButTheMarginCanBePromised() {
        assertThatCode(() -> space.reserve(0, 900)).doesNotThrowAnyException();
    }

    @Test
    void oneByteOfTheMarginCannot() {
        assertNoSpace(() -> space.reserve(0, 901));
    }

    @Test
    void theSameBytesAreNotPromisedTwice() {
        space.reserve(0, 600);

        assertNoSpace(() -> space.reserve(0, 301));
        assertThatCode(() -> space.reserve(0, 300)).doesNotThrowAnyException();
    }

    @Test
    void aRefusedReservationHoldsNothing() {
        assertNoSpace(() -> space.reserve(0, 901));

        assertThatCode(() -> space.reserve(0, 900)).doesNotThrowAnyException();
    }

    @Test
    void closingGivesBack() {
        space.reserve(0, 900).close();

        assertThatCode(() -> space.reserve(0, 900)).doesNotThrowAnyException();
    }

    @Test
    void closingTwiceGivesBackOnce() {
        Staging.Reservation twice = space.reserve(0, 500);
        space.reserve(0, 400);
        twice.close();
        twice.close();

        assertNoSpace(() -> space.reserve(0, 501));
    }

    @Test
    void whatIsWrittenIsNotCountedBothAsUsedAndAsPromised() {
        Staging.Reservation half = space.reserve(0, 600);
        half.written(300);
        usable -= 300;

        assertThatCode(() -> space.reserve(0, 300)).doesNotThrowAnyException();
        assertNoSpace(() -> space.reserve(0, 1));
    }

    @Test
    void whatAFileHoldsAlreadyNeedsNoSpace() {
        usable = 200;

        assertThatCode(() -> space.reserve(800, 900)).doesNotThrowAnyException();
        assertNoSpace(() -> space.reserve(800, 801));
    }

    @Test
    void aCompleteFileNeedsNoSpaceEvenWhereThereIsNone() {
        usable = 0;

        assertThatCode(() -> space.reserve(500, 500)).doesNotThrowAnyException();
    }

    @Test
    void growingIsAdmittedByWhatIsLeft() {
        Staging.Reservation growing = space.reserve(0, 100);
        space.reserve(0, 700);

        growing.resize(200);

        assertNoSpace(() -> growing.resize(201));
        assertNoSpace(() -> space.reserve(0, 1));
    }

    @Test
    void shrinkingGivesBackAndIsNeverRefused() {
        Staging.Reservation shrinking = space.reserve(0, 800);
        usable = 0;

        assertThatCode(() -> shrinking.resize(10)).doesNotThrowAnyException();
        usable = USABLE;
        assertThatCode(() -> space.reserve(0, 890)).doesNotThrowAnyException();
    }

    @Test
    void theMessageSaysWhatIsNeededAndWhatThereIs() {
        space.reserve(0, 600);

        assertThatThrownBy(() -> space.reserve(0, 500))
                .hasMessageContainingAll(
                        "the disk", "500 B more", "300 B free", "600 B promised", "margin of 100 B", "make room");
    }

    private static void assertNoSpace(Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        FailureException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.NO_SPACE));
    }
}
