package dev.darkroom.events.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageRequested;
import org.junit.jupiter.api.Test;

class RecordingBusTest {
    private final RecordingBus bus = new RecordingBus();
    private final ImageRequested event = Samples.requested(Samples.spec(), DiskFormat.RAW);

    @Test
    void keepsWhatWasPublishedInOrder() {
        bus.publish(event);
        bus.publish(event);

        assertThat(bus.published()).containsExactly(event, event);
        assertThat(bus.published(ImageReady.class)).isEmpty();
    }

    @Test
    void refusesAsOftenAsItWasToldAndKeepsNothingOfThat() {
        bus.refuseNext(1);

        assertThatThrownBy(() -> bus.publish(event)).isInstanceOf(IllegalStateException.class);
        assertThat(bus.published()).isEmpty();
        bus.publish(event);
        assertThat(bus.only(ImageRequested.class)).isEqualTo(event);
    }

    @Test
    void onlyIsNotContentWithAnotherTypeOrNumber() {
        assertThatThrownBy(() -> bus.only(ImageRequested.class)).isInstanceOf(AssertionError.class);
        bus.publish(event);
        assertThatThrownBy(() -> bus.only(ImageReady.class)).isInstanceOf(AssertionError.class);
    }
}
