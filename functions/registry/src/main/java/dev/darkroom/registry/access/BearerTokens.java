package dev.darkroom.registry.access;

import dev.darkroom.registry.access.HttpCaller.OurPrincipal;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;

/** Knows callers by our own tokens, or else by what their OpenID provider says of theirs. */
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {
    private static final String BEARER = "Bearer ";
    private static final int BEFORE_OIDC = DEFAULT_PRIORITY + 1000;

    private final Access access;
    private final HttpAuthenticationMechanism provider;
    private final LimitRate limit;

    @Inject
    BearerTokens(Access access, OidcAuthenticationMechanism provider, LimitRate limit) {
        this(access, (HttpAuthenticationMechanism) provider, limit);
    }

    BearerTokens(Access access, HttpAuthenticationMechanism provider, LimitRate limit) {
        this.access = access;
        this.provider = provider;
        this.limit = limit;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        if (access.open()) {
            return identity(HttpCaller.ANYBODY, Rights.ALL);
        }
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Uni.createFrom().nullItem();
        }
        boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        Optional<Grant> grant =
                bearer ? access.tokens().grant(header.substring(BEARER.length()).strip()) : Optional.empty();
        if (grant.isPresent()) {
            return identity(OurPrincipal.bearer(grant.get().name()), grant.get().rights());
        }
        // What comes now costs more than a look into our own list: so much of it, right or wrong, from each address.
        String address = HttpCaller.address(request);
        if (!limit.admits(request, address) || !bearer || !access.providers()) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return provider.authenticate(request, providers)
                .onItem()
                .ifNotNull()
                .invoke(known -> limit.giveBack(address))
                .onFailure()
                .invoke(any -> answersFor(request));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom()
                .item(new ChallengeData(401, Problem.CHALLENGE, problem(request).challenge()));
    }

    /** Wrong tokens were counted before they were looked at; who shows none is counted here. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext request) {
        boolean counted = request.request().headers().contains(HttpHeaders.AUTHORIZATION);
        if (!request.response().ended() && (counted || limit.admits(request, HttpCaller.address(request)))) {
            problem(request).answer(request);
        }
        return Uni.createFrom().item(true);
    }

    /** The same as the provider's: what cannot be known by either is answered here. */
    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return Uni.createFrom()
                .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, BEARER.strip()));
    }

    @Override
    public int getPriority() {
        return BEFORE_OIDC;
    }

    /** The provider's mechanism has put itself down as the one that answers. */
    private void answersFor(RoutingContext request) {
        request.put(HttpAuthenticationMechanism.class.getName(), this);
    }

    private static Problem problem(RoutingContext request) {
        return request.request().headers().contains(HttpHeaders.AUTHORIZATION)
                ? Problem.unknown()
                : Problem.anonymous();
    }

    private static Uni<SecurityIdentity> identity(Principal who, Set<String> rights) {
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(who)
                        .addRoles(rights)
                        .build());
    }
}
