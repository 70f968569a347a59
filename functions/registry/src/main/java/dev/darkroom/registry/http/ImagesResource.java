package dev.darkroom.registry.http;

import dev.darkroom.events.ImageKey;
import dev.darkroom.registry.RetryImage;
import dev.darkroom.registry.access.Rights;
import dev.darkroom.registry.query.Caller;
import dev.darkroom.registry.query.Durations;
import dev.darkroom.registry.query.FindIds;
import dev.darkroom.registry.query.Query;
import dev.darkroom.registry.query.QueryException;
import dev.darkroom.registry.query.Refusal;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** Images: how each of them stands at each target. */
@Path("/images")
public class ImagesResource {
    private final Query query;
    private final FindIds ids;
    private final RetryImage retry;
    private final Caller caller;
    private final OncePerChange<Answers.Body> all = new OncePerChange<>();

    public ImagesResource(Query query, FindIds ids, RetryImage retry, Caller caller) {
        this.query = query;
        this.ids = ids;
        this.retry = retry;
        this.caller = caller;
    }

    /** Every image, by its key. */
    @GET
    @RolesAllowed(Rights.READ)
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public Response images(@HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return all.get(query.known(), () -> Answers.json(query.images()))
                .answer(ifNoneMatch)
                .build();
    }

    /**
     * One image, with its history.
     *
     * @param name   its key, or an alias
     * @param target only there
     * @param wait   how long to wait until it is finished there, or at every target
     */
    @GET
    @RolesAllowed(Rights.READ)
    @Path("{key}")
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public Response image(
            @PathParam("key") String name,
            @QueryParam("target") String target,
            @QueryParam("wait") String wait,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        return Answers.json(query.image(name, target, Durations.of("wait", wait)))
                .answer(ifNoneMatch)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** Its ID alone, by a variable too, for those who ask for plain text; who accepts anything is given everything. */
    @GET
    @RolesAllowed(Rights.READ)
    @Path("{key}")
    @Blocking
    @Produces(MediaType.TEXT_PLAIN + ";qs=0.5")
    public Response id(
            @PathParam("key") String name,
            @QueryParam("target") String target,
            @QueryParam("wait") String wait,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
        var found = ids.find(new FindIds.Question(target, Set.of(name), Durations.of("wait", wait)));
        String id = found.all().get(name);
        if (id == null) {
            boolean failed = !found.failed().isEmpty();
            String key = Stream.concat(found.failed().stream(), found.pending().stream())
                    .map(ImageKey::value)
                    .findFirst()
                    .orElse(name);
            throw new QueryException(
                    failed ? Refusal.IMAGE_FAILED : Refusal.NO_ID,
                    name + (failed ? " has failed" : " is not ready") + " at target " + found.target() + ": /images/"
                            + key + " says why");
        }
        return Answers.text(id + "\n", MediaType.TEXT_PLAIN, ifNoneMatch)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** Has an image tried again at once where it has failed, and repaired where it is ready; answers how it stands then. */
    @POST
    @RolesAllowed(Rights.RETRY)
    @Path("{key}/retry")
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public Response retry(@PathParam("key") String name) {
        String key = query.image(name, Duration.ZERO).key();
        retry.retry(new ImageKey(key), caller.name());
        return Response.accepted(Answers.write(query.image(key, Duration.ZERO)))
                .location(URI.create("/images/" + key))
                .build();
    }
}
