package dev.darkroom.registry.access;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ipfilter.AbstractRemoteAddressFilter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Lets each address hold so many connections and no more, and closes those that ask nothing: else whoever has one address
 * could hold all connections that there are. Netty calls it before anything else sees a connection.
 */
@Sharable
public final class LimitConnections extends AbstractRemoteAddressFilter<InetSocketAddress> {
    /** How long a connection may take to ask its first question. One that has asked may be silent while it is answered. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long it may then take to ask another. */
    static final Duration KEPT = Duration.ofSeconds(60);

    private static final AttributeKey<Silence> SILENCE = AttributeKey.valueOf(LimitConnections.class, "silence");

    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final int each;
    private final Duration patience;

    /** @param each how many one address may hold */
    public LimitConnections(int each, Duration patience) {
        if (each < 1) {
            throw new IllegalArgumentException("darkroom.http.connections must be at least 1 but is " + each);
        }
        this.each = each;
        this.patience = patience;
    }

    @Override
    protected boolean accept(ChannelHandlerContext context, InetSocketAddress from) {
        String address = HttpCaller.address(from.getAddress());
        if (held.merge(address, 1, Integer::sum) > each) {
            leave(address);
            return false;
        }
        Channel channel = context.channel();
        var silence = new Silence(channel, patience);
        channel.attr(SILENCE).set(silence);
        channel.closeFuture().addListener(any -> {
            silence.asked();
            leave(address);
        });
        return true;
    }

    private void leave(String address) {
        held.computeIfPresent(address, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Something is asked over this connection; nothing happens to one that was not let in here. */
    void asked(HttpConnection connection) {
        silence(connection).ifPresent(Silence::asked);
    }

    /** It is answered. */
    void answered(HttpConnection connection) {
        silence(connection).ifPresent(Silence::answered);
    }

    private static Optional<Silence> silence(HttpConnection connection) {
        return silence(((ConnectionBase) connection).channel());
    }

    static Optional<Silence> silence(Channel channel) {
        return Optional.ofNullable(channel.attr(SILENCE).get());
    }

    /** That nothing is asked over a connection, for how long at most. Questions and answers come from different threads. */
    static final class Silence {
        private final Channel channel;
        private int open;
        private ScheduledFuture<?> end;

        private Silence(Channel channel, Duration longest) {
            this.channel = channel;
            begin(longest);
        }

        private synchronized void begin(Duration longest) {
            end = channel.eventLoop().schedule((Runnable) channel::close, longest.toMillis(), TimeUnit.MILLISECONDS);
        }

        synchronized void asked() {
            open++;
            end.cancel(false);
        }

        /** One of the questions has its answer; the next one may already have been asked. */
        synchronized void answered() {
            open--;
            if (open == 0) {
                begin(KEPT);
            }
        }
    }
}
