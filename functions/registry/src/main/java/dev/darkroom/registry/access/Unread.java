package dev.darkroom.registry.access;

import dev.darkroom.events.ByteSize;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers that nobody has read yet. They lie in memory that all connections share with everything else in the process
 * that reads or writes: whoever fills it stops them all.
 */
final class Unread {
    /** Half of what the launcher gives to all that comes and goes ({@code MaxDirectMemorySize}). */
    static final ByteSize ROOM = ByteSize.ofMiB(32);

    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final ByteSize room;

    /** @param room for those of all connections together */
    Unread(ByteSize room) {
        this.room = room;
    }

    /** Counts what is unread on a connection, as long as it is open. */
    void count(Channel connection) {
        connections.add(connection);
        connection.closeFuture().addListener(any -> connections.remove(connection));
    }

    /** Closes the connection on which most is unread, where there is no room for all: each answer asks for this once. */
    void makeRoom() {
        long all = 0;
        long most = 0;
        Channel slowest = null;
        for (Channel each : connections) {
            long bytes = held(each);
            all += bytes;
            if (bytes > most) {
                most = bytes;
                slowest = each;
            }
        }
        if (all > room.bytes()) {
            slowest.close();
        }
    }

    /** Bytes of memory: an answer is held whole until its last byte has gone. */
    private static long held(Channel connection) {
        ChannelOutboundBuffer waiting = connection.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** Bytes that have yet to go; only the connection's own event loop knows. */
    static long left(Channel connection) {
        ChannelOutboundBuffer waiting = connection.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
    }
}
