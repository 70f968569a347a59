package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.events.ByteSize;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitConnectionsTest {
    private static final ByteSize ROOM = ByteSize.ofMiB(1);

    private final LimitConnections limit =
            new LimitConnections(2, ROOM, Duration.ofSeconds(10), Duration.ofSeconds(60));

    @Test
    void oneAddressHoldsNoMoreThanItMayAndTakesNothingFromOthers() {
        assertThat(connect("192.0.2.1").isOpen()).isTrue();
        EmbeddedChannel second = connect("192.0.2.1");
        assertThat(second.isOpen()).isTrue();

        assertThat(connect("192.0.2.1").isOpen()).isFalse();
        assertThat(connect("192.0.2.2").isOpen()).isTrue();
        second.close();
        assertThat(connect("192.0.2.1").isOpen()).isTrue();
        assertThat(connect("192.0.2.1").isOpen()).isFalse();
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() {
        connect("2001:db8::1");
        connect("2001:db8::2");

        assertThat(connect("2001:db8::3").isOpen()).isFalse();
        assertThat(connect("2001:db8:0:1::3").isOpen()).isTrue();
    }

    @Test
    void aConnectionThatAsksNothingIsClosed() {
        EmbeddedChannel silent = connect("192.0.2.1");
        EmbeddedChannel asking = connect("192.0.2.1");
        silence(asking).asked();
        pass(silent, 9);
        assertThat(silent.isOpen()).isTrue();

        pass(silent, 1);
        pass(asking, 3600);

        assertThat(silent.isOpen()).isFalse();
        assertThat(asking.isOpen()).isTrue();
    }

    @Test
    void oneThatHasItsAnswerMayAskAgainForAMinute() {
        EmbeddedChannel done = connect("192.0.2.1");
        EmbeddedChannel again = connect("192.0.2.1");
        for (EmbeddedChannel each : List.of(done, again)) {
            silence(each).asked();
            silence(each).answered();
        }
        pass(done, 59);
        pass(again, 59);
        assertThat(done.isOpen()).isTrue();
        silence(again).asked();
        pass(done, 1);
        pass(again, 3600);

        assertThat(done.isOpen()).isFalse();
        assertThat(again.isOpen()).isTrue();
    }

    @Test
    void oneThatHasAskedAgainBeforeItsAnswerIsDoneWithIsKept() {
        EmbeddedChannel hasty = connect("192.0.2.1");
        silence(hasty).asked();
        silence(hasty).asked();
        silence(hasty).answered();
        pass(hasty, 3600);
        assertThat(hasty.isOpen()).isTrue();

        silence(hasty).answered();
        pass(hasty, 60);
        assertThat(hasty.isOpen()).isFalse();
    }

    @Test
    void whoAsksOnAndReadsNothingIsClosed() {
        EmbeddedChannel reading = connect("192.0.2.1");
        EmbeddedChannel asking = connect("192.0.2.1");
        for (int i = 0; i < 100; i++) {
            assertThat(silence(reading).asked()).isTrue();
            answer(reading, 1000);
            reading.flush();
            answer(asking, 1000);
        }

        assertThat(silence(reading).asked()).isTrue();
        assertThat(silence(asking).asked()).isFalse();
        assertThat(List.of(reading, asking)).extracting(EmbeddedChannel::isOpen).containsExactly(true, false);
    }

    @Test
    void whoReadsNothingOfHisAnswerIsClosedAndWhoIsSlowIsNot() {
        EmbeddedChannel slow = owed("192.0.2.1");
        EmbeddedChannel reader = owed("192.0.2.2");
        EmbeddedChannel stopped = owed("192.0.2.1");
        for (int i = 0; i < 4; i++) {
            pass(slow, 60);
            slow.unsafe().outboundBuffer().progress(1000);
        }
        pass(stopped, 60);
        assertThat(stopped.isOpen()).isTrue();
        pass(stopped, 60);
        pass(reader, 60);
        reader.flush();
        pass(reader, 59);
        assertThat(reader.isOpen()).isTrue();
        pass(reader, 1);

        assertThat(slow.isOpen()).isTrue();
        assertThat(stopped.isOpen()).isFalse();
        assertThat(reader.isOpen()).isFalse();
    }

    @Test
    void eachAnswerMakesRoomForAll() {
        EmbeddedChannel large = connect("192.0.2.1");
        EmbeddedChannel small = connect("192.0.2.2");
        silence(large).asked();
        silence(small).asked();
        answer(large, 1_200_000);
        answer(small, 600_000);

        limit.answered(small);
        small.runPendingTasks();

        assertThat(large.isOpen()).isFalse();
        assertThat(small.isOpen()).isTrue();
    }

    @Test
    void nobodyCouldAskOverNoConnection() {
        assertThatThrownBy(() -> new LimitConnections(0, ROOM, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("darkroom.http.connections must be at least 1");
    }

    private static LimitConnections.Silence silence(EmbeddedChannel channel) {
        return LimitConnections.silence(channel).orElseThrow();
    }

    /** One whose answer is on its way. */
    private EmbeddedChannel owed(String address) {
        EmbeddedChannel channel = connect(address);
        silence(channel).asked();
        answer(channel, 5000);
        channel.unsafe().outboundBuffer().addFlush();
        silence(channel).answered();
        return channel;
    }

    /** It lies there until it is read. */
    private static void answer(EmbeddedChannel channel, int bytes) {
        channel.write(Unpooled.buffer(bytes).writeZero(bytes));
    }

    private EmbeddedChannel connect(String address) {
        return new EmbeddedChannel(limit) {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 4711);
            }
        };
    }

    private static void pass(EmbeddedChannel channel, long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
