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

/** Targets, and how many images stand how there. */
@Path("/targets")
public class TargetsResource {
    private final Query query;

    public TargetsResource(Query query) {
        this.query = query;
    }

    @GET
    @RolesAllowed(Rights.READ)
    @Blocking
    public Response targets(@HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return Answers.json(query.targets(), ifNoneMatch);
    }
}
