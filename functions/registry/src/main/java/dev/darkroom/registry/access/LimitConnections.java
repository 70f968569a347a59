package dev.darkroom.registry.access;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
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

    /** How long it may then take to ask another; longer than proxies and clients keep a connection for that. */
    public static final Duration KEPT = Duration.ofSeconds(120);

    private static final AttributeKey<Silence> SILENCE = AttributeKey.valueOf(LimitConnections.class, "silence");

    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final int each;
    private final Duration patience;
    private final Duration kept;

    /**
     * @param each     how many one address may hold
     * @param patience {@link #PATIENCE}
     * @param kept     {@link #KEPT}
     */
    public LimitConnections(int each, Duration patience, Duration kept) {
        if (each < 1) {
            throw new IllegalArgumentException("darkroom.http.connections must be at least 1 but is " + each);
        }
        this.each = each;
        this.patience = patience;
        this.kept = kept;
    }

    @Override
    protected boolean accept(ChannelHandlerContext context, InetSocketAddress from) {
        String address = HttpCaller.address(from.getAddress());
        if (held.merge(address, 1, Integer::sum) > each) {
            leave(address);
            return false;
        }
        Channel channel = context.channel();
        var silence = new Silence(channel, patience, kept);
        channel.attr(SILENCE).set(silence);
        channel.closeFuture().addListener(any -> {
            silence.end();
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
        private final Duration kept;
        private int open;
        private ScheduledFuture<?> end;

        private Silence(Channel channel, Duration patience, Duration kept) {
            this.channel = channel;
            this.kept = kept;
            begin(patience);
        }

        private synchronized void begin(Duration longest) {
            end = channel.eventLoop().schedule(this::close, longest.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** What was answered may still be on its way, to somebody slow. */
        private void close() {
            ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
            if (waiting == null || waiting.isEmpty()) {
                channel.close();
            } else {
                answered(0);
            }
        }

        synchronized void asked() {
            open++;
            end.cancel(false);
        }

        private synchronized void end() {
            end.cancel(false);
        }

        /** One of the questions has its answer; the next one may already have been asked. */
        void answered() {
            answered(1);
        }

        private synchronized void answered(int questions) {
            open -= questions;
            if (open == 0) {
                begin(kept);
            }
        }
    }
}
