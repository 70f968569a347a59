package dev.darkroom.registry.access;

import dev.darkroom.events.Texts;
import dev.darkroom.registry.query.Caller;
import io.netty.util.NetUtil;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.Principal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Who asks, by the name that the limits count under; names of different kinds cannot be taken for one another. */
@ApplicationScoped
public class HttpCaller implements Caller {
    /** Whoever asks where everybody may do all. */
    static final OurPrincipal ANYBODY = new OurPrincipal("anybody");

    private static final String GONE = HttpCaller.class.getName() + ".gone";
    /** Behind the limits, before the resources. */
    private static final int ORDER = 90;

    private static final int IPV6_NETWORK = 8;

    private final CurrentVertxRequest current;

    HttpCaller(CurrentVertxRequest current) {
        this.current = current;
    }

    /** Somebody whom we know ourselves: no provider can make one. */
    record OurPrincipal(String name) implements Principal {
        static OurPrincipal bearer(String token) {
            return new OurPrincipal("token:" + token);
        }

        @Override
        public String getName() {
            return name;
        }
    }

    void register(@Observes Filters filters) {
        filters.register(HttpCaller::handle, ORDER);
    }

    /** A request's handlers belong to the thread of its connection: what others want to hear goes through a future. */
    static void handle(RoutingContext request) {
        var gone = new CompletableFuture<Void>();
        request.put(GONE, gone);
        request.addEndHandler(ended -> {
            if (ended.failed()) {
                gone.complete(null);
            }
        });
        request.next();
    }

    @Override
    public String name() {
        RoutingContext request = request();
        return request == null ? "this process" : of(request);
    }

    @Override
    public void whenGone(Runnable action) {
        RoutingContext request = request();
        if (request != null) {
            whenGone(request, action);
        }
    }

    static void whenGone(RoutingContext request, Runnable action) {
        request.<CompletableFuture<Void>>get(GONE).thenRun(action);
    }

    private RoutingContext request() {
        return Arc.container().requestContext().isActive() ? current.getCurrent() : null;
    }

    /** The name of a token, or of whom a provider knows; without one the address. */
    static String of(RoutingContext request) {
        return known(request)
                .filter(who -> !who.equals(ANYBODY))
                .map(HttpCaller::name)
                .orElseGet(() -> address(request));
    }

    /** Who may do something here; empty for those of whom we know nothing. */
    static Optional<Principal> known(RoutingContext request) {
        return request.user() instanceof QuarkusHttpUser user
                        && !user.getSecurityIdentity().isAnonymous()
                ? Optional.of(user.getSecurityIdentity().getPrincipal())
                : Optional.empty();
    }

    static String name(Principal principal) {
        return principal instanceof OurPrincipal ours ? ours.name() : "oidc:" + Texts.clean(principal.getName());
    }

    static String address(RoutingContext request) {
        String address = request.request().remoteAddress().hostAddress();
        return address != null && NetUtil.createInetAddressFromIpAddressString(address) instanceof InetAddress known
                ? address(known)
                : String.valueOf(address);
    }

    /** For IPv6 its network: whoever has one address there has many. */
    static String address(InetAddress address) {
        return address instanceof Inet6Address six
                ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(six.getAddress(), IPV6_NETWORK))
                : address.getHostAddress();
    }
}
