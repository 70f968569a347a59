package dev.darkroom.registry.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** An OpenID provider may give rights as roles or as scopes: machines are mostly given scopes. */
@ApplicationScoped
public class ScopesAsRights implements SecurityIdentityAugmentor {

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)
                || !(token.getClaim("scope") instanceof String scopes)) {
            return Uni.createFrom().item(identity);
        }
        Set<String> rights = Arrays.stream(scopes.split(" ", -1))
                .filter(Rights.ALL::contains)
                .collect(Collectors.toUnmodifiableSet());
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder(identity).addRoles(rights).build());
    }
}
