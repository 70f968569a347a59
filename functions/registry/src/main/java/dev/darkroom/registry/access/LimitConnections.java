package dev.darkroom.registry.access;

import dev.darkroom.events.ByteSize;
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
 * Lets each address hold so many connections and no more, and closes those that ask nothing or do not read what they are
 * answered: else whoever has one address could hold all connections that there are, or all memory. Netty calls it before
 * anything else sees a connection.
 */
@Sharable
public final class LimitConnections extends AbstractRemoteAddressFilter<InetSocketAddress> {
    /** How long a connection may take to ask its first question. One that has asked may be silent while it is answered. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long it may then take to ask another; longer than proxies and clients keep a connection for that. */
    static final Duration KEPT = Duration.ofSeconds(120);

    private static final AttributeKey<Silence> SILENCE = AttributeKey.valueOf(LimitConnections.class, "silence");

    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final Unread unread;
    private final int each;
    private final Duration patience;
    private final Duration kept;

    /**
     * @param each     how many one address may hold
     * @param room     {@link Unread#ROOM}
     * @param patience {@link #PATIENCE}
     * @param kept     {@link #KEPT}
     */
    LimitConnections(int each, ByteSize room, Duration patience, Duration kept) {
        if (each < 1) {
            throw new IllegalArgumentException("darkroom.http.connections must be at least 1 but is " + each);
        }
        this.each = each;
        this.unread = new Unread(room, System::nanoTime);
        this.patience = patience;
        this.kept = kept;
    }

    /** As in a running Darkroom. */
    public static LimitConnections of(int each) {
        return new LimitConnections(each, Unread.ROOM, PATIENCE, KEPT);
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
        unread.count(channel);
        channel.closeFuture().addListener(any -> {
            silence.end();
            leave(address);
        });
        return true;
    }

    private void leave(String address) {
        held.computeIfPresent(address, (name, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Something is asked over this connection; nothing happens to one that was not let in here.
     *
     * @return whether to answer it; else the connection is closed
     */
    boolean asked(HttpConnection connection) {
        return silence(channel(connection)).map(Silence::asked).orElse(true);
    }

    /** It is answered. */
    void answered(HttpConnection connection) {
        answered(channel(connection));
    }

    void answered(Channel channel) {
        silence(channel).ifPresent(silence -> {
            silence.answered();
            // Behind the answer itself, which may have come from another thread.
            channel.eventLoop().execute(unread::makeRoom);
        });
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    static Optional<Silence> silence(Channel channel) {
        return Optional.ofNullable(channel.attr(SILENCE).get());
    }

    /** That nothing is asked over a connection, for how long at most. Questions and answers come from different threads. */
    static final class Silence {
        private final Channel channel;
        private final Duration kept;
        private final Pipelined pipelined = new Pipelined();
        private int open;
        /** How many bytes had yet to go when it was last looked. */
        private long unread;

        private ScheduledFuture<?> end;

        private Silence(Channel channel, Duration patience, Duration kept) {
            this.channel = channel;
            this.kept = kept;
            begin(patience);
        }

        private synchronized void begin(Duration longest) {
            end = channel.eventLoop().schedule(this::close, longest.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** What was answered may still be on its way, to somebody slow; not to somebody who reads nothing of it. */
        private synchronized void close() {
            long left = Unread.left(channel);
            if (left > 0 && left < unread) {
                unread = left;
                answered(0);
            } else {
                channel.close();
            }
        }

        /**
         * Netty keeps what is answered until it is read, and reads the next question meanwhile. Who asks on and on and
         * reads nothing would have it keep all; who reads one answer before he asks again never meets this.
         */
        synchronized boolean asked() {
            open++;
            unread = Long.MAX_VALUE;
            end.cancel(false);
            pipelined.begun(channel);
            if (!channel.isWritable()) {
                channel.close();
                return false;
            }
            return true;
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
