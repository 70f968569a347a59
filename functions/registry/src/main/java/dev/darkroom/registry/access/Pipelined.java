package dev.darkroom.registry.access;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.VertxHandler;

/**
 * The questions of one connection that wait for the answers to those before. Vert.x keeps as many as come, and goes through
 * them all for each that comes: some ten thousand keep a core busy and fill the heap, so here it gets few. Only the
 * connection's own event loop calls it.
 */
final class Pipelined extends ChannelInboundHandlerAdapter {
    /** More than anybody asks who reads the answers. */
    static final int MOST = 100;

    private boolean counts;
    private int waiting;
    private boolean over;

    /** A question comes to be answered. The first one has come before anything could count it. */
    void begun(Channel connection) {
        if (counts) {
            waiting--;
            return;
        }
        counts = true;
        ChannelHandlerContext vertx = connection.pipeline().context(VertxHandler.class);
        if (vertx != null) {
            connection.pipeline().addBefore(vertx.name(), null, this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!over && message instanceof HttpRequest) {
            waiting++;
            over = waiting > MOST;
            if (over) {
                context.close();
            }
        }
        if (over) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }
}
