package dev.darkroom.registry.access;

import dev.darkroom.events.ByteSize;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The answers that nobody has read yet. They lie in memory that all connections share with everything else in the process
 * that reads or writes: whoever fills it stops them all.
 */
final class Unread {
    /** Half of what the launcher gives to all that comes and goes ({@code MaxDirectMemorySize}). */
    static final ByteSize ROOM = ByteSize.ofMiB(32);

    /** Whoever reads has read something by then. */
    private static final Duration STUCK = Duration.ofSeconds(1);

    private final Map<Channel, Look> connections = new ConcurrentHashMap<>();
    private final ByteSize room;
    private final LongSupplier nanos;

    /** What had yet to go when it was last looked, and since when nothing of it has gone. */
    private record Look(long left, long since) {}

    /**
     * @param room  for those of all connections together
     * @param nanos the time, as of {@link System#nanoTime()}
     */
    Unread(ByteSize room, LongSupplier nanos) {
        this.room = room;
        this.nanos = nanos;
    }

    /** Counts what is unread on a connection, as long as it is open. */
    void count(Channel connection) {
        connections.put(connection, new Look(0, nanos.getAsLong()));
        connection.closeFuture().addListener(any -> connections.remove(connection));
    }

    /**
     * Where there is no room for all, closes the connection on which most is unread and nothing is being read. One that reads is
     * closed only where all that is unread comes to half as much again, and never the only one. Each answer asks for this once.
     */
    void makeRoom() {
        long now = nanos.getAsLong();
        long all = 0;
        int unread = 0;
        Channel largest = null;
        Channel stuck = null;
        for (Map.Entry<Channel, Look> each : connections.entrySet()) {
            Channel connection = each.getKey();
            long bytes = held(connection);
            Look look = look(each.getValue(), left(connection), now);
            connections.replace(connection, look);
            if (bytes == 0) {
                continue;
            }
            all += bytes;
            unread++;
            largest = larger(largest, connection);
            if (now - look.since() >= STUCK.toNanos()) {
                stuck = larger(stuck, connection);
            }
        }
        if (all > room.bytes() && stuck != null) {
            stuck.close();
        } else if (all > room.bytes() / 2 * 3 && unread > 1) {
            largest.close();
        }
    }

    private static Look look(Look before, long left, long now) {
        return new Look(left, before.left() == 0 || left < before.left() ? now : before.since());
    }

    private static Channel larger(Channel one, Channel other) {
        return one == null || held(other) > held(one) ? other : one;
    }

    /** Bytes of memory: an answer is held whole until its last byte has gone. */
    private static long held(Channel connection) {
        ChannelOutboundBuffer waiting = connection.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** Bytes that have yet to go; to the byte only where the connection's own event loop asks. */
    static long left(Channel connection) {
        ChannelOutboundBuffer waiting = connection.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
    }
}
