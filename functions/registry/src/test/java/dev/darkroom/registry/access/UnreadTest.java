package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.events.ByteSize;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnreadTest {
    private long now = 1;
    private final Unread unread = new Unread(new ByteSize(1_000_000), () -> now);
    private final EmbeddedChannel small = connect();
    private final EmbeddedChannel large = connect();
    private final EmbeddedChannel other = connect();

    @Test
    void whereThereIsNoRoomForAllWhoReadsNothingIsGivenUp() {
        answer(small, 400_000);
        answer(large, 600_000 - 300);
        pass(5);
        unread.makeRoom();
        assertOpen(true, true, true);

        answer(other, 60_000);

        assertOpen(true, false, true);
        answer(other, 60_000);
        assertOpen(true, false, true);
    }

    @Test
    void whoReadsIsNotEvenIfHisAnswerIsTheLargest() {
        answer(large, 900_000);
        pass(5);
        large.unsafe().outboundBuffer().addFlush();
        large.unsafe().outboundBuffer().progress(1000);

        answer(small, 400_000);
        assertOpen(true, true, true);

        pass(5);
        large.unsafe().outboundBuffer().progress(1000);
        unread.makeRoom();
        assertOpen(false, true, true);
    }

    @Test
    void oneThatHasJustBeenAnsweredIsNot() {
        answer(large, 900_000);
        answer(small, 400_000);

        assertOpen(true, true, true);
    }

    @Test
    void whereItIsFarTooMuchTheLargestIsGivenUpWhoeverReads() {
        answer(large, 900_000);
        answer(small, 700_000);

        assertOpen(true, false, true);
    }

    @Test
    void anAnswerThatIsLargerThanTheRoomMayBeRead() {
        answer(large, 5_000_000);
        unread.makeRoom();

        assertOpen(true, true, true);
    }

    private EmbeddedChannel connect() {
        var channel = new EmbeddedChannel();
        unread.count(channel);
        return channel;
    }

    private void answer(EmbeddedChannel channel, int bytes) {
        channel.write(Unpooled.wrappedBuffer(new byte[bytes]));
        unread.makeRoom();
    }

    private void pass(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void assertOpen(boolean smallIs, boolean largeIs, boolean otherIs) {
        assertThat(new boolean[] {small.isOpen(), large.isOpen(), other.isOpen()})
                .containsExactly(smallIs, largeIs, otherIs);
    }
}
