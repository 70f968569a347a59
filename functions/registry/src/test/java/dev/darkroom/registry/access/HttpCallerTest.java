package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.runtime.QuarkusPrincipal;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpCallerTest {

    @Test
    void namesOfDifferentKindsCannotBeTakenForOneAnother() {
        assertThat(HttpCaller.name(HttpCaller.OurPrincipal.bearer("ci"))).isEqualTo("token:ci");
        assertThat(HttpCaller.name(new QuarkusPrincipal("ci"))).isEqualTo("oidc:ci");
        assertThat(HttpCaller.name(new QuarkusPrincipal("token:ci"))).isEqualTo("oidc:token:ci");
        assertThat(HttpCaller.ANYBODY).isNotEqualTo(new QuarkusPrincipal(HttpCaller.ANYBODY.name()));
    }

    @Test
    void aNameFromOutsideChangesNoLine() {
        assertThat(HttpCaller.name(new QuarkusPrincipal("ci\n2026-11-25 INFO all is well")))
                .isEqualTo("oidc:ci\\u000a2026-11-25 INFO all is well");
        assertThat(HttpCaller.name(new QuarkusPrincipal("x".repeat(10_000)))).hasSizeLessThan(300);
    }

    @Test
    void whoClosesTheConnectionBeforeTheAnswerHasGone() throws Exception {
        var asked = new CompletableFuture<Void>();
        var gone = new CompletableFuture<Void>();
        try (var loopback = new Loopback()) {
            Router router = Router.router(loopback.vertx());
            router.route().handler(HttpCaller::handle);
            router.route("/answered").handler(request -> {
                HttpCaller.whenGone(request, () -> gone.completeExceptionally(new AssertionError("it was answered")));
                request.response().end();
            });
            router.route().handler(request -> {
                HttpCaller.whenGone(request, () -> gone.complete(null));
                asked.complete(null);
            });
            int port = loopback.serve(router);
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                for (String path : new String[] {"/answered", "/held"}) {
                    socket.getOutputStream()
                            .write(("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                }
                asked.get(10, TimeUnit.SECONDS);
                assertThat(gone).isNotDone();
            }

            assertThat(gone).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }
}
