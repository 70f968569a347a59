package dev.darkroom.registry.access;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.quarkus.arc.Arc;
import java.util.Objects;

/**
 * Has every connection that is accepted counted. Quarkus and Vert.x offer no way to do so before the first request; Netty
 * does, to whom its service loader finds, where the system property {@value #EXTENSIONS_SYSTEM_PROPERTY} asks for it.
 */
public final class AcceptConnections extends ChannelInitializerExtension {
    /** The value of the property. */
    public static final String BY_SERVICE_LOADER = "serviceload";

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        if (connection instanceof SocketChannel) {
            connection.pipeline().addFirst(limit(connection));
        }
    }

    /** Netty would say that something failed, and let the connection in uncounted. */
    private static LimitConnections limit(Channel connection) {
        try {
            return Objects.requireNonNull(
                    Arc.container().instance(LimitConnections.class).get());
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
