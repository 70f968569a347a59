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

    private static final AttributeKey<ScheduledFuture<?>> SILENT =
            AttributeKey.valueOf(LimitConnections.class, "silent");

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
        channel.attr(SILENT)
                .set(channel.eventLoop()
                        .schedule((Runnable) channel::close, patience.toMillis(), TimeUnit.MILLISECONDS));
        channel.closeFuture().addListener(any -> {
            asked(channel);
            leave(address);
        });
        return true;
    }

    /** This connection has asked something. */
    static void asked(HttpConnection connection) {
        asked(((ConnectionBase) connection).channel());
    }

    static void asked(Channel channel) {
        ScheduledFuture<?> silent = channel.attr(SILENT).getAndSet(null);
        if (silent != null) {
            silent.cancel(false);
        }
    }

    private void leave(String address) {
        held.computeIfPresent(address, (name, count) -> count == 1 ? null : count - 1);
    }
}
