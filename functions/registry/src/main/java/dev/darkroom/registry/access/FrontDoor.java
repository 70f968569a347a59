package dev.darkroom.registry.access;

import dev.darkroom.events.CatalogueUpdated;
import io.netty.util.NetUtil;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What is asked of every request before anybody looks at what it wants, and what every answer says to a browser. */
@ApplicationScoped
public class FrontDoor {
    private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");
    private static final int ORDER = 1000;
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
    /** Nobody would read a body of theirs, and what is not read hides that whoever sent it has gone. */
    private static final Set<HttpMethod> BODILESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final Set<String> OWN_SITE = Set.of("none", "same-origin");
    /** How long whoever still sends may take to see the answer. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Access access;
    private final LimitConnections connections;

    FrontDoor(Access access, LimitConnections connections) {
        this.access = access;
        this.connections = connections;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, ORDER);
    }

    void handle(RoutingContext request) {
        HttpConnection connection = request.request().connection();
        if (!connections.asked(connection)) {
            return;
        }
        HttpServerResponse response = request.response();
        boolean encrypted = request.request().isSSL();
        request.addHeadersEndHandler(any -> {
            protectBrowsers(response.headers(), encrypted);
            if (response.getStatusCode() == Problem.TOO_LARGE) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        request.addEndHandler(any -> {
            connections.answered(connection);
            closeIfSaid(request);
        });
        Optional<Problem> problem = problem(request.request());
        if (problem.isPresent()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            problem.get().answer(request);
        } else {
            request.next();
        }
    }

    /** What is left of such a request is not worth reading; Vert.x says so, but reads on. */
    private static void closeIfSaid(RoutingContext request) {
        if (request.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
            HttpConnection connection = request.request().connection();
            request.vertx().setTimer(FAREWELL.toMillis(), any -> connection.close());
        }
    }

    private Optional<Problem> problem(HttpServerRequest request) {
        // Nothing larger than a catalogue is of use to anybody here.
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null
                && !(LENGTH.matcher(length).matches() && Integer.parseInt(length) <= CatalogueUpdated.LARGEST)) {
            return Optional.of(Problem.tooLarge());
        }
        if (hasBody(request) && BODILESS.contains(request.method())) {
            return Optional.of(Problem.of(
                    400, "body-unexpected", "a " + request.method() + " request must not have a body: leave it out"));
        }
        return access.open() ? foreign(request) : Optional.empty();
    }

    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.matches("0+");
    }

    /**
     * Where everybody who reaches this machine may do all, a page of another site must not use its visitor's browser for
     * it: neither under a name of its own that resolves to here (rebinding), nor by a form that it posts to here, nor by
     * questions whose answers it cannot read. Nor must a proxy hand on what others ask.
     */
    private static Optional<Problem> foreign(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        SocketAddress from = request.connection().remoteAddress();
        boolean near = from != null
                && NetUtil.createInetAddressFromIpAddressString(from.hostAddress()) instanceof InetAddress address
                && address.isLoopbackAddress();
        if (!near || FORWARDED.stream().anyMatch(request.headers()::contains)) {
            return Optional.of(Problem.of(
                    403,
                    "not-from-here",
                    "without tokens this Darkroom answers only who asks from its own machine, and through no proxy: set"
                            + " darkroom.http.tokens"));
        }
        if (asked == null || !LOOPBACK.contains(asked.host().toLowerCase(Locale.ROOT))) {
            return Optional.of(Problem.of(
                    421,
                    "host-refused",
                    "without tokens this Darkroom answers only when it is asked as 127.0.0.1 or localhost: use that, or"
                            + " set darkroom.http.tokens"));
        }
        String site = request.getHeader(FETCH_SITE); // Today's browsers say it of every request; other tools do not.
        if (site != null && !OWN_SITE.contains(site)) {
            return Optional.of(crossSite());
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (SAFE.contains(request.method()) || origin == null || origin.endsWith("://" + asked)) {
            return Optional.empty();
        }
        return Optional.of(crossSite());
    }

    private static Problem crossSite() {
        return Problem.of(
                403,
                "cross-site",
                "without tokens this Darkroom does nothing for the pages of other sites: set darkroom.http.tokens");
    }

    private static void protectBrowsers(MultiMap headers, boolean encrypted) {
        say(headers, "X-Content-Type-Options", "nosniff");
        say(headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        say(headers, "X-Frame-Options", "DENY");
        say(headers, "Referrer-Policy", "no-referrer");
        say(headers, "Cache-Control", "no-store");
        if (encrypted) {
            say(headers, "Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** Whoever answers may say something stricter or, for a page, something else. */
    private static void say(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
