package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LimitConnectionsTest {
    private final LimitConnections limit = new LimitConnections(2, Duration.ofSeconds(10), Duration.ofSeconds(60));

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
    void nobodyCouldAskOverNoConnection() {
        assertThatThrownBy(() -> new LimitConnections(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("darkroom.http.connections must be at least 1");
    }

    private static LimitConnections.Silence silence(EmbeddedChannel channel) {
        return LimitConnections.silence(channel).orElseThrow();
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
