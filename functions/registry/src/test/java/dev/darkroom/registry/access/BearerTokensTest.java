package dev.darkroom.registry.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a provider has to look at tokens of one address. */
class BearerTokensTest {
    private static final int RATE = 5;

    @AutoClose
    private final Loopback loopback = new Loopback();

    private final Tokens tokens = Tokens.none();
    private final AtomicInteger looked = new AtomicInteger();
    private int port;

    /** Knows one token. */
    private final class FakeProvider implements HttpAuthenticationMechanism {
        @Override
        public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
            looked.incrementAndGet();
            return "Bearer right".equals(request.request().getHeader("Authorization"))
                    ? Uni.createFrom()
                            .item(QuarkusSecurityIdentity.builder()
                                    .setPrincipal(new QuarkusPrincipal("robot"))
                                    .build())
                    : Uni.createFrom().failure(new AuthenticationFailedException());
        }

        @Override
        public Uni<ChallengeData> getChallenge(RoutingContext request) {
            throw new AssertionError("the other mechanism answers");
        }
    }

    @BeforeEach
    void serve() throws Exception {
        var limit = new LimitRate(new Rate(RATE, () -> 0));
        var bearer = new BearerTokens(new Access(false, true, tokens), new FakeProvider(), limit);
        Router router = Router.router(loopback.vertx());
        router.route()
                .handler(request -> bearer.authenticate(request, null)
                        .subscribe()
                        .with(
                                known -> request.response().end(),
                                unknown -> bearer.sendChallenge(request)
                                        .subscribe()
                                        .with(sent -> {})));
        port = loopback.serve(router);
    }

    @Test
    void wrongTokensOfOneAddressAreLookedAtSoOftenAndNoMore() throws Exception {
        assertThat(answers("wrong", 20)).containsExactly(RATE, 20 - RATE);
        assertThat(looked).hasValue(RATE);

        assertThat(answers(tokens.issue("ci"), 20)).as("our own").containsExactly(0, 0);
    }

    @Test
    void rightTokensDoNotCount() throws Exception {
        assertThat(answers("right", 20)).containsExactly(0, 0);
        assertThat(looked).hasValue(20);
    }

    /** How many of so many questions are answered with 401, and how many with 429. */
    private int[] answers(String token, int times) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            int[] statuses = IntStream.range(0, times)
                    .map(each -> {
                        try {
                            return client.send(question, BodyHandlers.ofString())
                                    .statusCode();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toArray();
            return IntStream.of(401, 429)
                    .map(wanted -> (int) IntStream.of(statuses)
                            .filter(each -> each == wanted)
                            .count())
                    .toArray();
        }
    }
}
