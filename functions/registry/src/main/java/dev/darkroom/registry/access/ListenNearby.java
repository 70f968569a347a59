package dev.darkroom.registry.access;

import io.netty.util.NetUtil;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;

/**
 * Where nothing says who may ask, no socket is opened that others can reach, whatever the settings have come to: this is
 * asked for the very address, after profiles, environment and files have had their say.
 */
@ApplicationScoped
public class ListenNearby implements HttpServerOptionsCustomizer {
    private final Access access;

    ListenNearby(Access access) {
        this.access = access;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        judge(options.getHost());
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        judge(options.getHost());
    }

    private void judge(String host) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        boolean near = address == null ? host.equals("localhost") : address.isLoopbackAddress();
        if (access.open() && !near) {
            throw new ConfigurationException("HTTP is to listen on " + host
                    + ", where others can ask, but nothing says who may: set darkroom.http.tokens or"
                    + " quarkus.oidc.auth-server-url, or leave quarkus.http.host alone");
        }
    }
}
