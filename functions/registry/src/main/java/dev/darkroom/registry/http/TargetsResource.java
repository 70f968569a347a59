package dev.darkroom.registry.http;

import dev.darkroom.events.TargetName;
import dev.darkroom.registry.RetireTarget;
import dev.darkroom.registry.access.Rights;
import dev.darkroom.registry.query.Query;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Targets, and how many images stand how there. */
@Path("/targets")
public class TargetsResource {
    private final Query query;
    private final RetireTarget retire;
    private final PublishInTime inTime;

    public TargetsResource(Query query, RetireTarget retire, PublishInTime inTime) {
        this.query = query;
        this.retire = retire;
        this.inTime = inTime;
    }

    @GET
    @RolesAllowed(Rights.READ)
    @Blocking
    public Response targets(@HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return Answers.json(query.targets(), ifNoneMatch);
    }

    /** Says that nobody publishes to it any more; answers how it is then. */
    @POST
    @RolesAllowed(Rights.PUBLISH)
    @Path("{name}/retire")
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public Response retire(@PathParam("name") String name) {
        query.target(name);
        if (!inTime.run(() -> retire.retire(new TargetName(name)))) {
            return Problems.problem(
                    503,
                    "bus-unavailable",
                    "Kafka has not taken it yet; it may still be published. Ask how the target is");
        }
        return Response.accepted(Answers.write(query.target(name)))
                .location(URI.create("/targets"))
                .build();
    }
}
