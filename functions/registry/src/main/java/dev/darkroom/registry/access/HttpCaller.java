package dev.darkroom.registry.access;

import io.netty.util.NetUtil;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.HexFormat;

/** Who asks, by the name that the limits count under. */
@ApplicationScoped
public class HttpCaller implements Caller {
    static final String LOCAL = "local";
    private static final int IPV6_NETWORK = 8;

    private final CurrentVertxRequest current;

    HttpCaller(CurrentVertxRequest current) {
        this.current = current;
    }

    @Override
    public String name() {
        RoutingContext request = Arc.container().requestContext().isActive() ? current.getCurrent() : null;
        return request == null ? "this process" : of(request);
    }

    /** The name of a token; without one the address, for IPv6 its network: whoever has one address there has many. */
    static String of(RoutingContext request) {
        if (request.user() instanceof QuarkusHttpUser user) {
            SecurityIdentity identity = user.getSecurityIdentity();
            if (!identity.isAnonymous() && !identity.getPrincipal().getName().equals(LOCAL)) {
                return identity.getPrincipal().getName();
            }
        }
        return address(request);
    }

    static String address(RoutingContext request) {
        String address = request.request().remoteAddress().hostAddress();
        return NetUtil.createInetAddressFromIpAddressString(address) instanceof Inet6Address six
                ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(six.getAddress(), IPV6_NETWORK))
                : String.valueOf(address);
    }
}
