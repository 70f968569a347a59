package dev.darkroom.registry.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/** What a test serves over HTTP, to its own machine. */
final class Loopback implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();

    Vertx vertx() {
        return vertx;
    }

    /** @return the port that it is served on */
    int serve(Router router) throws Exception {
        return serve(vertx.createHttpServer().requestHandler(router));
    }

    int serve(HttpServer server) throws Exception {
        return await(server.listen(0, "127.0.0.1")).actualPort();
    }

    @Override
    public void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
