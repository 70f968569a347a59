package dev.darkroom.registry.http;

import dev.darkroom.registry.access.Rights;
import dev.darkroom.registry.query.Durations;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Ids;
import dev.darkroom.registry.query.Rendering;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;

/** Name to image ID. */
@Path("/ids")
public class IdsResource {
    private final FindIds ids;

    public IdsResource(FindIds ids) {
        this.ids = ids;
    }

    /**
     * All names, or those that are asked for.
     *
     * @param target where; may be left out when there is only one
     * @param format json, yaml, ansible, tfvars or env
     * @param wait   how long to wait until every image that is asked for is ready or has failed
     * @param keys   keys, aliases and variables; all when none is named
     */
    @GET
    @RolesAllowed(Rights.READ)
    @Blocking
    public Response ids(
            @QueryParam("target") String target,
            @QueryParam("format") @DefaultValue("json") String format,
            @QueryParam("wait") String wait,
            @QueryParam("key") List<String> keys,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        Rendering rendering = Rendering.of(format);
        var question = new FindIds.Question(target, Set.copyOf(keys), Durations.of("wait", wait));
        Ids found = rendering.fit(ids.find(question), question.names());
        return Answers.text(rendering.write(found), rendering.mediaType(), ifNoneMatch)
                .header("Darkroom-Target", found.target())
                .header("Darkroom-Pending", found.pending().size())
                .header("Darkroom-Failed", found.failed().size())
                .header("Darkroom-Missing", found.missing().size())
                .header("Darkroom-Missing-Names", Ids.some(found.missing()))
                .build();
    }
}
