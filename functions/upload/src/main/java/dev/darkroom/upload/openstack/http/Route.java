package dev.darkroom.upload.openstack.http;

import org.openstack4j.api.identity.EndpointURLResolver;
import org.openstack4j.core.transport.Config;
import org.openstack4j.core.transport.HttpRequest;
import org.openstack4j.model.identity.URLResolverParams;

/**
 * Where openstack4j's calls go. Its configuration travels with every request, so this leads the connector, which there is
 * one of in the process, to the HTTP client of the request's cloud.
 *
 * @param endpoint the image service's address with its version; null while it is not known
 */
public record Route(CloudHttp http, String endpoint) implements EndpointURLResolver {

    public Config config() {
        return Config.newConfig().withEndpointURLResolver(this);
    }

    /** @throws IllegalStateException for a request that was not made with our configuration */
    static CloudHttp of(HttpRequest<?> request) {
        if (request.getConfig().getEndpointURLResolver() instanceof Route route) {
            return route.http();
        }
        throw new IllegalStateException("the request belongs to no cloud of ours");
    }

    @Override
    public String findURLV2(URLResolverParams params) {
        throw new UnsupportedOperationException("Keystone v2 is not spoken");
    }

    @Override
    public String findURLV3(URLResolverParams params) {
        return endpoint;
    }
}
