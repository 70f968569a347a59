package dev.darkroom.registry.http;

import dev.darkroom.registry.access.Rights;
import dev.darkroom.registry.query.Query;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Aliases: where each of them points, and what it stands for at each target. */
@Path("/aliases")
public class AliasesResource {
    private final Query query;
    private final OncePerChange<Answers.Body> all = new OncePerChange<>();

    public AliasesResource(Query query) {
        this.query = query;
    }

    @GET
    @RolesAllowed(Rights.READ)
    @Blocking
    public Response aliases(@HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return all.get(query.known(), () -> Answers.json(query.aliases()))
                .answer(ifNoneMatch)
                .build();
    }
}
